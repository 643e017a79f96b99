import asyncio


async def within(job, seconds, default):
    task = asyncio.create_task(job())
    try:
        done, _ = await asyncio.wait([task], timeout=seconds)
    except asyncio.CancelledError:
        task.cancel()
        await asyncio.wait([task])
        raise
    if done:
        return task.result()
    task.cancel()
    await asyncio.wait([task])
    return default
