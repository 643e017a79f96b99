import asyncio


async def pipeline(source, fn, workers, size):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(fn(item)) async for item in source]
    return [task.result() for task in tasks]
