"""Counts the producer's hand as a place of the queue: of one, 0 are left, which is no limit."""

import asyncio


async def pipeline(source, fn, workers, size):
    queue = asyncio.Queue(maxsize=size - 1)
    results = {}

    async def produce():
        number = 0
        async for item in source:
            await queue.put((number, item))
            number += 1
        for _ in range(workers):
            await queue.put(None)

    async def work():
        while (entry := await queue.get()) is not None:
            results[entry[0]] = await fn(entry[1])

    async with asyncio.TaskGroup() as group:
        group.create_task(produce())
        for _ in range(workers):
            group.create_task(work())
    return [results[number] for number in sorted(results)]
