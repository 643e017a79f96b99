import asyncio


async def fetch_all(fetch, keys):
    results = []
    for ready in asyncio.as_completed([fetch(key) for key in keys]):
        results.append(await ready)
    return results
