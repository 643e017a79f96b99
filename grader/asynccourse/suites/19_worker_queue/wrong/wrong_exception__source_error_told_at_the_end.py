"""Keeps an error of the source for the end, when all that had come before it is done."""

import asyncio


async def pipeline(source, fn, workers, size):
    queue = asyncio.Queue(maxsize=size)
    results, errors = {}, []

    async def produce():
        number = 0
        try:
            async for item in source:
                await queue.put((number, item))
                number += 1
        except Exception as error:
            errors.append(error)
        for _ in range(workers):
            await queue.put(None)

    async def work():
        while (entry := await queue.get()) is not None:
            results[entry[0]] = await fn(entry[1])

    async with asyncio.TaskGroup() as group:
        group.create_task(produce())
        for _ in range(workers):
            group.create_task(work())
    if errors:
        raise errors[0]
    return [results[number] for number in sorted(results)]
