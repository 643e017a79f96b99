import asyncio


async def fetch_all(fetch, keys):
    gate = asyncio.Semaphore(5)

    async def one(key):
        async with gate:
            return await fetch(key)

    return await asyncio.gather(*(one(key) for key in keys))
