import asyncio


async def bounded_map(fn, items, limit):
    async def one(item):
        async with asyncio.Semaphore(limit):
            return await fn(item)

    return await asyncio.gather(*(one(item) for item in items))
