import asyncio

semaphores = {}
total = asyncio.Semaphore(5)


async def bounded_map(fn, items, limit):
    free = asyncio.Semaphore(min(limit, 5))
    results = {}

    async def one(number, item):
        async with total:
            results[number] = await fn(item)
        free.release()

    async with asyncio.TaskGroup() as group:
        rest = enumerate(items)
        while True:
            await free.acquire()
            try:
                number, item = next(rest)
            except StopIteration:
                break
            group.create_task(one(number, item))
    return [results[number] for number in sorted(results)]
