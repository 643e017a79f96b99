import asyncio


async def call(api, arg):
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def settle(answer):
        if not future.done():
            future.set_result(answer)

    def on_done(result, error):
        loop.call_soon_threadsafe(settle, result if error is None else error)

    api.start(arg, on_done)
    return await future
