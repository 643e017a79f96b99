import asyncio


async def within(job, seconds, default):
    task = asyncio.create_task(job())
    try:
        await asyncio.sleep(seconds)
        in_time = task.done()
    finally:
        task.cancel()
        await asyncio.wait([task])
    return task.result() if in_time else default
