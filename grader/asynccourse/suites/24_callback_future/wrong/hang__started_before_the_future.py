import asyncio


async def call(api, arg):
    loop = asyncio.get_running_loop()
    future = None

    def settle(result, error):
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)

    def on_done(result, error):
        if future is not None:
            loop.call_soon_threadsafe(settle, result, error)

    api.start(arg, on_done)
    future = loop.create_future()
    return await future
