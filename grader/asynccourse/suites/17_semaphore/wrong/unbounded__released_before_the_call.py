import asyncio


async def bounded_map(fn, items, limit):
    semaphore = asyncio.Semaphore(limit)
    async with asyncio.TaskGroup() as group:
        tasks = []
        for item in items:
            async with semaphore:
                tasks.append(group.create_task(fn(item)))
    return [task.result() for task in tasks]
