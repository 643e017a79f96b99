import asyncio


async def call(api, arg):
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def on_done(result, error):
        if not future.done():
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(result)
        loop.call_soon_threadsafe(lambda: None)  # wake the loop up

    api.start(arg, on_done)
    return await future
