import asyncio


async def fetch_all(fetch, keys):
    return await asyncio.gather([fetch(key) for key in keys])
