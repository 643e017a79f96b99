import asyncio


async def pipeline(source, fn, workers, size):
    queue = asyncio.Queue(maxsize=size)
    results = {}

    async def produce():
        number = 0
        async for item in source:
            await queue.put((number, item))
            number += 1
        for _ in range(workers):
            await queue.put(None)

    async def work():
        while (entry := await queue.get()) is not None:
            try:
                results[entry[0]] = await fn(entry[1])
            except Exception as error:
                results[entry[0]] = error

    async with asyncio.TaskGroup() as group:
        group.create_task(produce())
        for _ in range(workers):
            group.create_task(work())
    for result in results.values():
        if isinstance(result, Exception):
            raise result
    return [results[number] for number in sorted(results)]
