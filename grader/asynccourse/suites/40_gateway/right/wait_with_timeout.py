"""`asyncio.wait` for all of them with one deadline; the rest is cancelled."""

import asyncio

import aiohttp
from aiohttp import web


async def part_of(session, url):
    async with session.get(url) as response:
        response.raise_for_status()
        return await response.json()


def main(path, services, deadline):
    held = {}

    async def hold(app):
        async with aiohttp.ClientSession() as held["session"]:
            yield

    async def product(request):
        number = request.match_info["number"]
        tasks = {
            name: asyncio.create_task(part_of(held["session"], f"{url}/products/{number}"))
            for name, url in services.items()
        }
        await asyncio.wait(tasks.values(), timeout=deadline)
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
        parts = {
            name: None if task.cancelled() or task.exception() else task.result()
            for name, task in tasks.items()
        }
        missing = [name for name, part in parts.items() if part is None]
        return web.json_response({"id": number, "parts": parts, "missing": missing})

    app = web.Application()
    app.router.add_get("/products/{number}", product)
    app.cleanup_ctx.append(hold)
    web.run_app(app, path=path, print=None)
