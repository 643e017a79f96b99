import asyncio


async def bounded_map(fn, items, limit):
    queue = asyncio.Queue()
    for numbered in enumerate(items):
        queue.put_nowait(numbered)
    results = {}

    async def worker():
        while not queue.empty():
            number, item = queue.get_nowait()
            results[number] = await fn(item)

    async with asyncio.TaskGroup() as group:
        for _ in range(limit):
            group.create_task(worker())
    return [results[number] for number in sorted(results)]
