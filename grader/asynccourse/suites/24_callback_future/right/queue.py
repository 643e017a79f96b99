"""A queue for one answer."""

import asyncio


async def call(api, arg):
    loop = asyncio.get_running_loop()
    answers = asyncio.Queue(1)

    def on_done(*answer):
        loop.call_soon_threadsafe(answers.put_nowait, answer)

    api.start(arg, on_done)
    result, error = await answers.get()
    if error:
        raise error
    return result
