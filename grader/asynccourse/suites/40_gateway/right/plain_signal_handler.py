"""`signal.signal` and a future instead of the loop's handler; a class that is its own handler."""

import asyncio
import contextlib
import signal

import aiohttp
from aiohttp import web


class Gateway:
    def __init__(self, services, deadline):
        self.services = services
        self.deadline = deadline
        self.stack = contextlib.AsyncExitStack()
        self.sessions = {}

    async def __aenter__(self):
        await self.stack.__aenter__()
        for name in self.services:
            self.sessions[name] = await self.stack.enter_async_context(aiohttp.ClientSession())
        return self

    async def __aexit__(self, *error):
        return await self.stack.__aexit__(*error)

    async def __call__(self, request):
        number = request.match_info["number"]
        tasks = {name: asyncio.ensure_future(self.fetch(name, number)) for name in self.services}
        _, late = await asyncio.wait(tasks.values(), timeout=self.deadline)
        for task in late:
            task.cancel()
        parts = {name: None if task in late else task.result() for name, task in tasks.items()}
        missing = [name for name, part in parts.items() if part is None]
        return web.json_response({"id": number, "parts": parts, "missing": missing})

    async def fetch(self, name, number):
        url = f"{self.services[name]}/products/{number}"
        try:
            async with self.sessions[name].request("GET", url) as response:
                return await response.json() if response.ok else None
        except (aiohttp.ClientError, ValueError):
            return None


async def serve(path, services, deadline):
    loop = asyncio.get_running_loop()
    ended = loop.create_future()

    def end():
        if not ended.done():
            ended.set_result(None)

    before = signal.signal(signal.SIGTERM, lambda *_: loop.call_soon_threadsafe(end))
    try:
        async with Gateway(services, deadline) as gateway:
            app = web.Application()
            app.router.add_route("GET", "/products/{number:[^/]+}", gateway)
            runner = web.AppRunner(app)
            await runner.setup()
            await web.UnixSite(runner, path).start()
            await ended
            await runner.cleanup()
    finally:
        signal.signal(signal.SIGTERM, before)


def main(path, services, deadline):
    with asyncio.Runner() as runner:
        runner.run(serve(path, services, deadline))
