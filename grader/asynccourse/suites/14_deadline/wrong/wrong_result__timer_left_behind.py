"""The timer that cancels the caller is never put off: it strikes after the job has ended, too."""

import asyncio


async def within(job, seconds, default):
    caller = asyncio.current_task()
    struck = False

    def strike():
        nonlocal struck
        struck = True
        caller.cancel()

    asyncio.get_running_loop().call_later(seconds, strike)
    try:
        return await job()
    except asyncio.CancelledError:
        if struck and not caller.uncancel():
            return default
        raise
