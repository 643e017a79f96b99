import asyncio


async def bounded_map(fn, items, limit):
    results, running = [], []
    async with asyncio.TaskGroup() as group:
        for item in items:
            if len(running) == limit:
                results.append(await running.pop(0))
            running.append(group.create_task(fn(item)))
    return results + [task.result() for task in running]
