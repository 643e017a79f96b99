"""Waits for all with one deadline, and cancels whatever happens."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import aiohttp
from aiohttp import web

SESSION = web.AppKey("session", aiohttp.ClientSession)


def main(path: str, services: Mapping[str, str], deadline: float) -> None:
    async def sessions(app: web.Application) -> AsyncIterator[None]:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            app[SESSION] = session
            yield

    async def part(url: str) -> Any:
        async with app[SESSION].get(url) as response:
            response.raise_for_status()
            return json.loads(await response.read())

    async def product(request: web.Request) -> web.Response:
        number = request.match_info["number"]
        tasks = {
            n: asyncio.create_task(part(f"{u}/products/{number}")) for n, u in services.items()
        }
        try:
            if tasks:
                await asyncio.wait(tasks.values(), timeout=deadline)
        finally:
            for task in tasks.values():
                task.cancel()
            await asyncio.gather(*tasks.values(), return_exceptions=True)
        parts: dict[str, Any] = {}
        missing = []
        for name, task in tasks.items():
            if task.cancelled() or task.exception():
                parts[name] = None
                missing.append(name)
            else:
                parts[name] = task.result()
        return web.json_response({"id": number, "parts": parts, "missing": missing})

    app = web.Application()
    app.cleanup_ctx.append(sessions)
    app.router.add_get("/products/{number}", product)
    web.run_app(app, path=path, print=None)
