import asyncio
import threading


async def call(api, arg):
    there = threading.Event()
    answer = []

    def on_done(result, error):
        answer.append((result, error))
        there.set()

    api.start(arg, on_done)
    await asyncio.to_thread(there.wait)
    result, error = answer[0]
    if error is not None:
        raise error
    return result
