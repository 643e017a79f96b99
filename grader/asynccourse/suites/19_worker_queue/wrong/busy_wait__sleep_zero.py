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
            if queue.empty():
                await asyncio.sleep(0)
                continue
            number, item = queue.get_nowait()
            results[number] = await fn(item)

    async with asyncio.TaskGroup() as group:
        group.create_task(produce())
        for _ in range(workers):
            group.create_task(work())
    return [results[number] for number in sorted(results)]
