import asyncio


async def fetch_all(fetch, keys):
    results = []
    for start in range(0, len(keys), 2):
        results += await asyncio.gather(*(fetch(key) for key in keys[start : start + 2]))
    return results
