import asyncio


async def bounded_map(fn, items, limit):
    results = {}
    numbered = enumerate(items)

    async def worker():
        while True:
            number, item = next(numbered, (0, None))
            if item is None:
                return
            results[number] = await fn(item)

    async with asyncio.TaskGroup() as group:
        for _ in range(limit):
            group.create_task(worker())
    return [results[number] for number in sorted(results)]
