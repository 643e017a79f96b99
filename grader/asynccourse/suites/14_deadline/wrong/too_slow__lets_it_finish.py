import asyncio


async def within(job, seconds, default):
    task = asyncio.create_task(job())
    try:
        done, _ = await asyncio.wait([task], timeout=seconds)
        if not done:
            await asyncio.wait([task])
            return default
        return task.result()
    finally:
        task.cancel()
