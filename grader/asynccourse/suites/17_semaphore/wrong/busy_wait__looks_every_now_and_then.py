import asyncio


async def bounded_map(fn, items, limit):
    async with asyncio.TaskGroup() as group:
        tasks = []
        for item in items:
            while sum(not task.done() for task in tasks) >= limit:
                await asyncio.sleep(0.005)
            tasks.append(group.create_task(fn(item)))
    return [task.result() for task in tasks]
