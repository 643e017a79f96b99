import asyncio


async def fetch_all(fetch, keys):
    coroutines = [fetch(key) for key in keys]
    return [await ended for ended in asyncio.as_completed(coroutines)]
