import asyncio


async def pipeline(source, fn, workers, size):
    queue = asyncio.Queue(maxsize=size)
    results = []

    async def produce():
        async for item in source:
            await queue.put((item,))
        await queue.put(None)

    async with asyncio.TaskGroup() as group:
        group.create_task(produce())
        while (entry := await queue.get()) is not None:
            results.append(await fn(entry[0]))
    return results
