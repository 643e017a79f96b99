import asyncio


async def within(job, seconds, default):
    task = asyncio.create_task(job())
    try:
        return await asyncio.wait_for(asyncio.shield(task), seconds)
    except TimeoutError:
        if task.done():
            raise
        return default
