import asyncio


async def call(api, arg):
    future = asyncio.get_running_loop().create_future()

    def on_done(result, error):
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)

    api.start(arg, on_done)
    while not future.done():
        await asyncio.sleep(0.1)
    return future.result()
