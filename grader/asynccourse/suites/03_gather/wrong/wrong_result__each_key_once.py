import asyncio


async def fetch_all(fetch, keys):
    unique = dict.fromkeys(keys)
    return list(await asyncio.gather(*(fetch(key) for key in unique)))
