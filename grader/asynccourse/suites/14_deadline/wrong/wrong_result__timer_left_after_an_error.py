"""The timer that cancels the caller is put off only when the job succeeds."""

import asyncio


async def within(job, seconds, default):
    caller = asyncio.current_task()
    struck = False

    def strike():
        nonlocal struck
        struck = True
        caller.cancel()

    timer = asyncio.get_running_loop().call_later(seconds, strike)
    try:
        result = await job()
    except asyncio.CancelledError:
        if struck and not caller.uncancel():
            return default
        raise
    timer.cancel()
    return result
