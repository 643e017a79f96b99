import asyncio


async def fetch_all(fetch, keys):
    return asyncio.gather(*(fetch(key) for key in keys))
