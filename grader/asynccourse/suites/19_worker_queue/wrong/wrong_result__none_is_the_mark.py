import asyncio


async def pipeline(source, fn, workers, size):
    queue = asyncio.Queue(maxsize=size)
    results = []

    async def produce():
        async for item in source:
            if item is not None:
                results.append(None)
                await queue.put((len(results) - 1, item))
        for _ in range(workers):
            await queue.put(None)

    async def work():
        while (entry := await queue.get()) is not None:
            results[entry[0]] = await fn(entry[1])

    async with asyncio.TaskGroup() as group:
        group.create_task(produce())
        for _ in range(workers):
            group.create_task(work())
    return results
