"""Tasks of an application-wide TaskGroup put their parts into a queue for each request."""

import asyncio

import aiohttp
from aiohttp import web


async def hold(app):
    async with aiohttp.ClientSession() as app["session"], asyncio.TaskGroup() as app["tasks"]:
        yield


async def put(queue, name, url, session):
    part = None
    try:
        async with session.get(url) as response:
            if response.status < 400:
                part = await response.json()
    except (aiohttp.ClientError, ValueError):
        pass
    queue.put_nowait((name, part))


def main(path, services, deadline):
    async def product(request):
        number = request.match_info["number"]
        queue = asyncio.Queue()
        tasks = [
            request.app["tasks"].create_task(
                put(queue, name, f"{url}/products/{number}", request.app["session"])
            )
            for name, url in services.items()
        ]
        parts = dict.fromkeys(services)
        try:
            async with asyncio.timeout(deadline):
                for _ in tasks:
                    name, part = await queue.get()
                    parts[name] = part
        except TimeoutError:
            pass
        finally:
            for task in tasks:
                task.cancel()
        missing = [name for name in services if parts[name] is None]
        return web.json_response({"id": number, "parts": parts, "missing": missing})

    app = web.Application()
    app.cleanup_ctx.append(hold)
    app.router.add_get("/products/{number}", product)
    web.run_app(app, path=path, print=None)
