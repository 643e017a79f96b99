import asyncio


async def within(job, seconds, default):
    loop = asyncio.get_running_loop()
    task = loop.create_task(job())
    end = loop.time() + seconds
    while not task.done():
        if loop.time() > end:
            task.cancel()
            return default
        await asyncio.sleep(0)
    return task.result()
