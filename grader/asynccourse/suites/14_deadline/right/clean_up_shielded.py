"""A cancelled caller lets the job clean up to its end, however late it is cancelled."""

import asyncio


async def within(job, seconds, default):
    task = asyncio.create_task(job())
    cancelled = None
    try:
        done, _ = await asyncio.wait([task], timeout=seconds)
    except asyncio.CancelledError as error:
        done, cancelled = set(), error
    task.cancel()
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled
    return task.result() if done else default
