import asyncio

waiting = {}


async def call(api, arg):
    loop = asyncio.get_running_loop()
    waiting[arg] = loop.create_future()

    def settle(result, error):
        future = waiting.pop(arg, None)
        if future is None or future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)

    api.start(arg, lambda result, error: loop.call_soon_threadsafe(settle, result, error))
    return await waiting[arg]
