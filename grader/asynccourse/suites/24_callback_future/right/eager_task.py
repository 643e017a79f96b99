"""The request is a task of its own, which begins at once where Python can do that (3.12)."""

import asyncio
import sys


async def request(api, arg):
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def settle(fill, what):
        if not future.done():
            fill(what)

    def on_done(result, error):
        answer = (future.set_result, result) if error is None else (future.set_exception, error)
        loop.call_soon_threadsafe(settle, *answer)

    api.start(arg, on_done)
    return await future


async def call(api, arg):
    if sys.version_info >= (3, 12):
        loop = asyncio.get_running_loop()
        return await asyncio.Task(request(api, arg), loop=loop, eager_start=True)
    return await asyncio.ensure_future(request(api, arg))
