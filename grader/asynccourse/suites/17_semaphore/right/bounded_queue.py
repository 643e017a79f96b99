"""A bounded queue between a feeder and the workers, each of whom gets an end mark."""

import asyncio


async def bounded_map(fn, items, limit):
    queue = asyncio.Queue(maxsize=limit)
    results = []
    end = object()

    async def feed():
        for item in items:
            results.append(None)
            await queue.put((len(results) - 1, item))
        for _ in range(limit):
            await queue.put((0, end))

    async def worker():
        while True:
            number, item = await queue.get()
            if item is end:
                return
            results[number] = await fn(item)

    async with asyncio.TaskGroup() as group:
        group.create_task(feed())
        for _ in range(limit):
            group.create_task(worker())
    return results
