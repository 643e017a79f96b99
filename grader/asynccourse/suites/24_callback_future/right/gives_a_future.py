"""`call` is an ordinary function, which begins the request and gives the future itself."""

import asyncio
from functools import partial


def settle(future, result, error):
    if future.done():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)


def call(api, arg):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    api.start(arg, partial(loop.call_soon_threadsafe, settle, future))
    return future
