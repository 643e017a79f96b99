import asyncio


async def bounded_map(fn, items, limit):
    results = {}
    numbered = enumerate(items)

    async def worker():
        for number, item in numbered:
            try:
                results[number] = await fn(item)
            except Exception as error:
                results[number] = error

    async with asyncio.TaskGroup() as group:
        for _ in range(limit):
            group.create_task(worker())
    for result in results.values():
        if isinstance(result, Exception):
            raise result
    return [results[number] for number in sorted(results)]
