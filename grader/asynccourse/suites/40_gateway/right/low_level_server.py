"""`web.Server` without an application or a router, on a loop that is made and stopped by hand."""

import asyncio
import signal

import aiohttp
from aiohttp import web


async def put(parts, name, session, url):
    try:
        async with session.get(url) as response:
            response.raise_for_status()
            parts[name] = await response.json()
    except (aiohttp.ClientError, ValueError):
        pass


def main(path, services, deadline):
    async def product(request, session):
        root, products, number = (request.path.split("/") + [""] * 3)[:3]
        if request.method != "GET" or root or products != "products" or not number:
            raise web.HTTPNotFound
        parts = dict.fromkeys(services)
        try:
            async with asyncio.timeout(deadline), asyncio.TaskGroup() as group:
                for name, url in services.items():
                    group.create_task(put(parts, name, session, f"{url}/products/{number}"))
        except TimeoutError:
            pass
        missing = [name for name, part in parts.items() if part is None]
        return web.json_response({"id": number, "parts": parts, "missing": missing})

    async def start():
        session = aiohttp.ClientSession()
        runner = web.ServerRunner(web.Server(lambda request: product(request, session)))
        await runner.setup()
        await web.UnixSite(runner, path).start()
        return runner, session

    async def end(runner, session):
        await runner.cleanup()
        await session.close()

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        opened = loop.run_until_complete(start())
        loop.add_signal_handler(signal.SIGTERM, loop.stop)
        loop.run_forever()
        loop.run_until_complete(end(*opened))
    finally:
        asyncio.set_event_loop(None)
        loop.close()
