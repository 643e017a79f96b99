import asyncio


async def pipeline(source, fn, workers, size):
    queue = asyncio.Queue(maxsize=size)
    results = {}

    async def work():
        while (entry := await queue.get()) is not None:
            results[entry[0]] = await fn(entry[1])

    async with asyncio.TaskGroup() as group:
        for _ in range(workers):
            group.create_task(work())
        number = 0
        async for item in source:
            group.create_task(queue.put((number, item)))
            number += 1
        for _ in range(workers):
            group.create_task(queue.put(None))
    return [results[number] for number in sorted(results)]
