"""Knows only products whose ID is a number."""

import asyncio
import json

import aiohttp
from aiohttp import web


def main(path, services, deadline):
    held = {}

    async def hold(app):
        async with aiohttp.ClientSession() as held["session"]:
            yield

    async def part_of(url):
        try:
            async with asyncio.timeout(deadline), held["session"].get(url) as response:
                response.raise_for_status()
                return json.loads(await response.read())
        except (TimeoutError, aiohttp.ClientError, ValueError):
            return None

    async def product(request):
        number = request.match_info["number"]
        asked = [part_of(f"{url}/products/{number}") for url in services.values()]
        parts = dict(zip(services, await asyncio.gather(*asked)))
        missing = [name for name, part in parts.items() if part is None]
        return web.json_response({"id": number, "parts": parts, "missing": missing})

    app = web.Application()
    app.router.add_get("/products/{number:[0-9]+}", product)
    app.cleanup_ctx.append(hold)
    web.run_app(app, path=path, print=None)
