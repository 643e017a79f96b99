import asyncio


async def pipeline(source, fn, workers, size):
    queue = asyncio.Queue(maxsize=size)
    results = {}

    async def work():
        while (entry := await queue.get()) is not None:
            results[entry[0]] = await fn(entry[1])

    tasks = [asyncio.create_task(work()) for _ in range(workers)]
    try:
        number = 0
        async for item in source:
            await queue.put((number, item))
            number += 1
        for _ in range(workers):
            await queue.put(None)
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return [results[number] for number in sorted(results)]
