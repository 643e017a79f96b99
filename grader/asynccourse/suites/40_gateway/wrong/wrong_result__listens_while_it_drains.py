"""Lets requests end, and takes new ones meanwhile."""

import asyncio
import signal
from collections.abc import Mapping
from typing import Any

import aiohttp
from aiohttp import web


class Gateway:
    def __init__(self, services: Mapping[str, str], deadline: float) -> None:
        self.services = services
        self.deadline = deadline
        self.busy = 0

    async def one(self, url: str, into: dict[str, Any], name: str) -> None:
        try:
            async with (
                asyncio.timeout(self.deadline),
                self.session.get(url, raise_for_status=True) as response,
            ):
                into[name] = await response.json()
        except (aiohttp.ClientError, TimeoutError, ValueError):
            pass

    async def product(self, request: web.Request) -> web.Response:
        self.busy += 1
        try:
            return await self.served(request)
        finally:
            self.busy -= 1

    async def served(self, request: web.Request) -> web.Response:
        number = request.match_info["number"]
        got: dict[str, Any] = {}
        async with asyncio.TaskGroup() as group:
            for name, url in self.services.items():
                group.create_task(self.one(f"{url}/products/{number}", got, name))
        return web.json_response(
            {
                "id": number,
                "parts": {name: got.get(name) for name in self.services},
                "missing": [name for name in self.services if name not in got],
            }
        )

    async def run(self, path: str) -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        async with aiohttp.ClientSession() as self.session:
            app = web.Application()
            app.router.add_get("/products/{number}", self.product)
            runner = web.AppRunner(app)
            await runner.setup()
            await web.UnixSite(runner, path).start()
            await stop.wait()
            while self.busy:
                await asyncio.sleep(0.05)
            await runner.cleanup()


def main(path: str, services: Mapping[str, str], deadline: float) -> None:
    asyncio.run(Gateway(services, deadline).run(path))
