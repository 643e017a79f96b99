import asyncio

lock = asyncio.Lock()


async def call(api, arg):
    async with lock:
        loop = asyncio.get_running_loop()
        future = loop.create_future()

        def settle(result, error):
            if future.done():
                return
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(result)

        api.start(arg, lambda *answer: loop.call_soon_threadsafe(settle, *answer))
        return await future
