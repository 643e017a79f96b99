import asyncio


async def call(api, arg):
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def settle(result):
        if not future.done():
            future.set_result(result)

    def on_done(result, error):
        if error is None:
            loop.call_soon_threadsafe(settle, result)

    api.start(arg, on_done)
    return await future
