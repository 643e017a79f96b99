import asyncio


async def bounded_map(fn, items, limit):
    semaphore = asyncio.Semaphore(limit)

    async def one(item):
        async with semaphore:
            return await fn(item)

    return await asyncio.gather(*(one(item) for item in items))
