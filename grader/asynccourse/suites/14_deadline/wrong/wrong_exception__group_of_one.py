import asyncio


async def within(job, seconds, default):
    try:
        async with asyncio.timeout(seconds) as deadline, asyncio.TaskGroup() as group:
            task = group.create_task(job())
    except TimeoutError:
        if not deadline.expired():
            raise
        return default
    return task.result()
