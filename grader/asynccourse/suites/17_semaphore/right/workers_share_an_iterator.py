"""Workers that take from one iterator, in a TaskGroup."""

import asyncio


async def bounded_map(fn, items, limit):
    results = {}
    numbered = enumerate(items)

    async def worker():
        for number, item in numbered:
            results[number] = await fn(item)

    async with asyncio.TaskGroup() as group:
        for _ in range(limit):
            group.create_task(worker())
    return [results[number] for number in range(len(results))]
