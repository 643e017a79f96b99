import asyncio


async def bounded_map(fn, items, limit):
    results = {}
    numbered = enumerate(items)

    async def worker():
        for number, item in numbered:
            results[number] = await fn(item)

    await asyncio.gather(*(worker() for _ in range(limit)))
    return [results[number] for number in sorted(results)]
