import asyncio


async def within(job, seconds, default):
    task = asyncio.create_task(job())
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    try:
        while not task.done():
            if loop.time() >= end:
                return default
            await asyncio.sleep(0.01)
        return task.result()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
