"""Workers that begin one turn after the other, and give the others a turn between two items."""

import asyncio


async def bounded_map(fn, items, limit):
    numbered = enumerate(items)
    results = []

    async def worker():
        for number, item in numbered:
            results.append(None)
            results[number] = await fn(item)
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as group:
        for _ in range(limit):
            group.create_task(worker())
            await asyncio.sleep(0)
    return results
