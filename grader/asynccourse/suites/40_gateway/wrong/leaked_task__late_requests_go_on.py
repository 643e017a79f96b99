"""Leaves those that are too late to themselves."""

import asyncio

import aiohttp
from aiohttp import web


async def part_of(session, url, deadline):
    try:
        async with asyncio.timeout(deadline), session.get(url) as response:
            response.raise_for_status()
            return await response.json()
    except (TimeoutError, aiohttp.ClientError, ValueError):
        return None


def main(path, services, deadline):
    held = {}

    async def hold(app):
        async with aiohttp.ClientSession() as held["session"]:
            yield

    async def product(request):
        number = request.match_info["number"]
        tasks = {
            name: asyncio.create_task(part_of(held["session"], f"{url}/products/{number}", None))
            for name, url in services.items()
        }
        await asyncio.wait(tasks.values(), timeout=deadline)
        parts = {name: task.result() if task.done() else None for name, task in tasks.items()}
        missing = [name for name, part in parts.items() if part is None]
        return web.json_response({"id": number, "parts": parts, "missing": missing})

    app = web.Application()
    app.router.add_get("/products/{number}", product)
    app.cleanup_ctx.append(hold)
    web.run_app(app, path=path, print=None)
