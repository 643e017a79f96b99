import asyncio


async def pipeline(source, fn, workers, size):
    queue = asyncio.Queue(maxsize=size)
    ended = False
    results = {}

    async def produce():
        nonlocal ended
        number = 0
        async for item in source:
            await queue.put((number, item))
            number += 1
        ended = True

    async def work():
        while not (ended and queue.empty()):
            try:
                number, item = await asyncio.wait_for(queue.get(), 0.01)
            except TimeoutError:
                continue
            results[number] = await fn(item)

    async with asyncio.TaskGroup() as group:
        group.create_task(produce())
        for _ in range(workers):
            group.create_task(work())
    return [results[number] for number in sorted(results)]
