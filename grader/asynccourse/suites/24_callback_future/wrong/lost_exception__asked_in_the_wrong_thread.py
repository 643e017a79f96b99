import asyncio


async def call(api, arg):
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def on_done(result, error):
        if future.done():
            return
        if error is not None:
            loop.call_soon_threadsafe(future.set_exception, error)
        else:
            loop.call_soon_threadsafe(future.set_result, result)

    api.start(arg, on_done)
    return await future
