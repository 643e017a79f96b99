import asyncio


async def within(job, seconds, default):
    task = asyncio.create_task(job())
    left = seconds
    try:
        while left > 0:
            done, _ = await asyncio.wait([task], timeout=min(left, 0.05))
            if done:
                return task.result()
            left -= 0.05
        return default
    finally:
        task.cancel()
        await asyncio.wait([task])
