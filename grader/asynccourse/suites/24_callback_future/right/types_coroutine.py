"""A generator that `types.coroutine` makes awaitable, and that gives its future away by `yield`."""

import asyncio
import types
from functools import partial


@types.coroutine
def answer(start):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    box = []

    def arrived():
        if not future.cancelled():
            future.set_result(None)

    def on_done(*answer):
        box.append(answer)
        loop.call_soon_threadsafe(arrived)

    start(on_done)
    yield from future
    return box.pop()


async def call(api, arg):
    await asyncio.sleep(0)
    result, error = await answer(partial(api.start, arg))
    if error is not None:
        raise error
    return result
