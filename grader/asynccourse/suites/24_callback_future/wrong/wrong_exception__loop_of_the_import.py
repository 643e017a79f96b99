import asyncio

loop = asyncio.get_event_loop()


async def call(api, arg):
    future = loop.create_future()

    def settle(result, error):
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)

    api.start(arg, lambda result, error: loop.call_soon_threadsafe(settle, result, error))
    return await future
