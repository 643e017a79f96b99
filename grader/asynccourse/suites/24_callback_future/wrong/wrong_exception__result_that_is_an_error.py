"""The answer and the error come by one queue, and are told apart by what they are."""

import asyncio


async def call(api, arg):
    loop = asyncio.get_running_loop()
    queue = asyncio.Queue()

    def on_done(result, error):
        loop.call_soon_threadsafe(queue.put_nowait, error if error is not None else result)

    api.start(arg, on_done)
    got = await queue.get()
    if isinstance(got, Exception):
        raise got
    return got
