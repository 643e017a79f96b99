import asyncio


async def bounded_map(fn, items, limit):
    semaphore = asyncio.Semaphore(limit)
    results = []
    for item in items:
        async with semaphore:
            results.append(await fn(item))
    return results
