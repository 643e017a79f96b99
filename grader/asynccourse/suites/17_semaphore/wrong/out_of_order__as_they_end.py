import asyncio


async def bounded_map(fn, items, limit):
    results = []
    rest = iter(items)

    async def worker():
        for item in rest:
            results.append(await fn(item))

    async with asyncio.TaskGroup() as group:
        for _ in range(limit):
            group.create_task(worker())
    return results
