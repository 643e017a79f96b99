"""With no time left the job isn't even begun."""

import asyncio


async def within(job, seconds, default):
    if seconds <= 0:
        return default
    deadline = None
    try:
        async with asyncio.timeout(None) as deadline:
            deadline.reschedule(asyncio.get_running_loop().time() + seconds)
            return await job()
    except TimeoutError:
        if not deadline.expired():
            raise
    return default
