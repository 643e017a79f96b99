"""A timer that cancels the job's task, and a note of who did it."""

import asyncio


async def within(job, seconds, default):
    task = asyncio.ensure_future(job())
    struck = False

    def strike():
        nonlocal struck
        struck = task.cancel()

    timer = asyncio.get_running_loop().call_later(seconds, strike)
    try:
        return await task
    except asyncio.CancelledError:
        if struck and not asyncio.current_task().cancelling():
            return default
        raise
    finally:
        timer.cancel()
        if not task.done():
            task.cancel()
            await asyncio.wait([task])
