"""`wait_for` a shield of the job: it is the shield that times out, and then the job is stopped."""

import asyncio


async def within(job, seconds, default):
    task = asyncio.ensure_future(job())
    try:
        return await asyncio.wait_for(asyncio.shield(task), seconds)
    except TimeoutError:
        if task.done():
            raise
        return default
    finally:
        if not task.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
