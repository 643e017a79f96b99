"""A lock that is held from the start: whoever brings the answer lets go of it."""

import asyncio


async def call(api, arg):
    loop = asyncio.get_running_loop()
    lock = asyncio.Lock()
    answers = {}

    def on_done(result, error):
        answers["result"], answers["error"] = result, error
        loop.call_soon_threadsafe(lock.release)

    await lock.acquire()
    api.start(arg, on_done)
    async with lock:
        if answers["error"] is not None:
            raise answers["error"]
        return answers["result"]
