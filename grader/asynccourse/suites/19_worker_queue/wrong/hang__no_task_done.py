import asyncio


async def pipeline(source, fn, workers, size):
    queue = asyncio.Queue(maxsize=size)
    results = {}

    async def work():
        while True:
            number, item = await queue.get()
            results[number] = await fn(item)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work()) for _ in range(workers)]
        number = 0
        async for item in source:
            await queue.put((number, item))
            number += 1
        await queue.join()
        for task in tasks:
            task.cancel()
    return [results[number] for number in sorted(results)]
