import asyncio


async def pipeline(source, fn, workers, size):
    numbered = enumerate([item async for item in source])
    results = {}

    async def work():
        for number, item in numbered:
            results[number] = await fn(item)

    async with asyncio.TaskGroup() as group:
        for _ in range(workers):
            group.create_task(work())
    return [results[number] for number in sorted(results)]
