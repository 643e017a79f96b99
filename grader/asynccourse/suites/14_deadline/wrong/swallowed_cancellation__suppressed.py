import asyncio
import contextlib


async def within(job, seconds, default):
    task = asyncio.create_task(job())
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.wait([task], timeout=seconds)
    if task.done():
        return task.result()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    return default
