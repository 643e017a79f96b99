import asyncio


async def bounded_map(fn, items, limit):
    items = list(items)
    results = [None] * len(items)

    async def worker(first):
        for number in range(first, len(items), limit):
            results[number] = await fn(items[number])

    async with asyncio.TaskGroup() as group:
        for first in range(limit):
            group.create_task(worker(first))
    return results
