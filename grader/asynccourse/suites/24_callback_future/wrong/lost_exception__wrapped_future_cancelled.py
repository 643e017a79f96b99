import asyncio
import concurrent.futures


async def call(api, arg):
    future = concurrent.futures.Future()

    def on_done(result, error):
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)

    api.start(arg, on_done)
    return await asyncio.wrap_future(future)
