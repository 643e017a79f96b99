"""A class, with aiohttp's own ClientTimeout for the deadline."""

import asyncio

import aiohttp
from aiohttp import web


class Gateway:
    def __init__(self, services, deadline):
        self.services = services
        self.timeout = aiohttp.ClientTimeout(total=deadline)
        self.session = None

    async def open(self, app):
        self.session = aiohttp.ClientSession(timeout=self.timeout, raise_for_status=True)

    async def close(self, app):
        await self.session.close()

    async def fetch(self, url):
        async with self.session.get(url) as response:
            return await response.json()

    async def product(self, request):
        number = request.match_info["number"]
        results = await asyncio.gather(
            *(self.fetch(f"{url}/products/{number}") for url in self.services.values()),
            return_exceptions=True,
        )
        parts = {
            name: None if isinstance(result, Exception) else result
            for name, result in zip(self.services, results)
        }
        return web.json_response(
            {"id": number, "parts": parts, "missing": [n for n in parts if parts[n] is None]}
        )


def main(path, services, deadline):
    gateway = Gateway(services, deadline)
    app = web.Application()
    app.on_startup.append(gateway.open)
    app.on_cleanup.append(gateway.close)
    app.router.add_get("/products/{number}", gateway.product)
    web.run_app(app, path=path, print=None)
