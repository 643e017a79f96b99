import asyncio


async def bounded_map(fn, items, limit):
    items = list(items)
    results = []
    for start in range(0, len(items), limit):
        results += await asyncio.gather(*(fn(item) for item in items[start : start + limit]))
    return results
