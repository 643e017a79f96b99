"""Looks now and then whether the signal has come."""

import asyncio
import signal

import aiohttp
from aiohttp import web


async def part_of(session, url, deadline):
    try:
        async with asyncio.timeout(deadline), session.get(url) as response:
            response.raise_for_status()
            return await response.json()
    except (TimeoutError, aiohttp.ClientError, ValueError):
        return None


async def serve(path, services, deadline):
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with aiohttp.ClientSession() as session:

        async def product(request):
            number = request.match_info["number"]
            parts = {}

            async def put(name, url):
                parts[name] = await part_of(session, f"{url}/products/{number}", deadline)

            async with asyncio.TaskGroup() as group:
                for name, url in services.items():
                    parts[name] = None
                    group.create_task(put(name, url))
            missing = [name for name in services if parts[name] is None]
            return web.json_response({"id": number, "parts": parts, "missing": missing})

        app = web.Application()
        app.add_routes([web.get("/products/{number}", product)])
        runner = web.AppRunner(app)
        await runner.setup()
        await web.UnixSite(runner, path).start()
        while not stopped.is_set():
            await asyncio.sleep(0.05)
        await runner.cleanup()


def main(path, services, deadline):
    asyncio.run(serve(path, services, deadline))
