"""The error is made anew, of the same type and with the same arguments."""

import asyncio


async def call(api, arg):
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def settle(result, error):
        if future.done():
            return
        if error is not None:
            future.set_exception(type(error)(*error.args))
        else:
            future.set_result(result)

    def on_done(result, error):
        loop.call_soon_threadsafe(settle, result, error)

    api.start(arg, on_done)
    return await future
