import asyncio
import time


async def within(job, seconds, default):
    task = asyncio.create_task(job())
    end = time.monotonic() + seconds
    try:
        while not task.done() and time.monotonic() < end:
            await asyncio.sleep(0.1)
        in_time = task.done()
    finally:
        task.cancel()
        await asyncio.wait([task])
    return task.result() if in_time else default
