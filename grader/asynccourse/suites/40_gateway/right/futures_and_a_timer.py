"""Callbacks: whichever comes first, the last of the parts or a timer, settles a future."""

import asyncio
from functools import partial

import aiohttp
from aiohttp import web


class Answer:
    """One answer in the making."""

    def __init__(self, names, deadline):
        loop = asyncio.get_running_loop()
        self.parts = dict.fromkeys(names)
        self.tasks = set()
        self.complete = loop.create_future()
        self.timer = loop.call_later(deadline, self.settle)

    def add(self, name, fetching):
        task = asyncio.ensure_future(fetching)
        self.tasks.add(task)
        task.add_done_callback(partial(self.ended, name))

    def ended(self, name, task):
        self.tasks.discard(task)
        if not task.cancelled() and not task.exception():
            self.parts[name] = task.result()
        if not self.tasks:
            self.settle()

    def settle(self):
        self.timer.cancel()
        if not self.complete.done():
            self.complete.set_result(None)

    async def wait(self):
        try:
            await self.complete
            return dict(self.parts)
        finally:
            self.timer.cancel()
            for task in tuple(self.tasks):
                task.cancel()


async def fetch(session, url):
    async with session.get(url) as response:
        return await response.json()


def main(path, services, deadline):
    async def product(request):
        answer = Answer(services, deadline)
        number = request.match_info["number"]
        for name, url in services.items():
            answer.add(name, fetch(request.app["session"], f"{url}/products/{number}"))
        parts = await answer.wait()
        missing = [name for name in services if parts[name] is None]
        return web.json_response({"id": number, "parts": parts, "missing": missing})

    async def session(app):
        async with aiohttp.ClientSession(raise_for_status=True) as app["session"]:
            yield

    app = web.Application()
    app.cleanup_ctx.append(session)
    app.add_routes([web.get("/products/{number}", product)])
    web.run_app(app, path=path, print=None)
