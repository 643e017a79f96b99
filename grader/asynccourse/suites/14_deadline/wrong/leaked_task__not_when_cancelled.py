import asyncio


async def within(job, seconds, default):
    task = asyncio.create_task(job())
    done, _ = await asyncio.wait([task], timeout=seconds)
    if done:
        return task.result()
    task.cancel()
    await asyncio.wait([task])
    return default
