import asyncio


async def fetchall(fetch, keys):
    return await asyncio.gather(*(fetch(key) for key in keys))
