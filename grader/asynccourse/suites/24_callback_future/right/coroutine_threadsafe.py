"""A coroutine that settles the future is sent to the loop."""

import asyncio


async def call(api, arg):
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    async def settle(result, error):
        if not future.cancelled():
            if error:
                future.set_exception(error)
            else:
                future.set_result(result)

    api.start(arg, lambda *answer: asyncio.run_coroutine_threadsafe(settle(*answer), loop))
    return await future
