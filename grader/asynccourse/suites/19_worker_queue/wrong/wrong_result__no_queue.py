import asyncio


async def pipeline(source, fn, workers, size):
    lock = asyncio.Lock()
    results = []

    async def work():
        while True:
            async with lock:
                try:
                    item = await anext(source)
                except StopAsyncIteration:
                    return
                number = len(results)
                results.append(None)
            results[number] = await fn(item)

    async with asyncio.TaskGroup() as group:
        for _ in range(workers):
            group.create_task(work())
    return results
