import asyncio


async def pipeline(source, fn, workers, size):
    queue = asyncio.Queue(maxsize=size)
    numbers = asyncio.Queue()
    results = {}

    async def produce():
        number = 0
        async for item in source:
            numbers.put_nowait(number)
            await queue.put(item)
            number += 1
        for _ in range(workers):
            await queue.put(None)

    async def work():
        while (item := await queue.get()) is not None:
            number = numbers.get_nowait()
            results[number] = await fn(item)

    async with asyncio.TaskGroup() as group:
        group.create_task(produce())
        for _ in range(workers):
            group.create_task(work())
    return [results[number] for number in sorted(results)]
