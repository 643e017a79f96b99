"""The loop runs in a thread of its own; the main thread waits for the signal in `sigwait`."""

import asyncio
import signal
import threading

import aiohttp
from aiohttp import web


async def part_of(session, url, deadline):
    try:
        async with asyncio.timeout(deadline), session.get(url) as response:
            response.raise_for_status()
            return await response.json()
    except (TimeoutError, aiohttp.ClientError, ValueError):
        return None


told = []


async def serve(path, services, deadline):
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    told.append(lambda: loop.call_soon_threadsafe(stopped.set))
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
        await stopped.wait()
        await runner.cleanup()


def main(path, services, deadline):
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    thread = threading.Thread(target=lambda: asyncio.run(serve(path, services, deadline)))
    thread.start()
    signal.sigwait([signal.SIGTERM])
    told[0]()
    thread.join()
