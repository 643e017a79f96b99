"""The callback waits until the loop has taken the answer, which it can't before `start` returns."""

import asyncio


async def call(api, arg):
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    async def settle(result, error):
        if not future.done():
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(result)

    def on_done(result, error):
        asyncio.run_coroutine_threadsafe(settle(result, error), loop).result()

    api.start(arg, on_done)
    return await future
