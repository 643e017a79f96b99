import asyncio


async def call(api, arg):
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def settle(result, error):
        if future.done():
            return
        if result:
            future.set_result(result)
        elif error:
            future.set_exception(error)

    api.start(arg, lambda result, error: loop.call_soon_threadsafe(settle, result, error))
    return await future
