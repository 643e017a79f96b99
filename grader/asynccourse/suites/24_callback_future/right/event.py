"""An Event and a box: the box is filled before the loop is asked to set the event."""

import asyncio


async def call(api, arg):
    loop = asyncio.get_running_loop()
    there = asyncio.Event()
    box = []

    def on_done(result, error):
        box.append((result, error))
        loop.call_soon_threadsafe(there.set)

    api.start(arg, on_done)
    await there.wait()
    result, error = box[0]
    if error is not None:
        raise error
    return result
