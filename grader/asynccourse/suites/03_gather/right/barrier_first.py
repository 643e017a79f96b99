"""All tasks meet at a barrier before any of them fetches."""

import asyncio


async def fetch_all(fetch, keys):
    barrier = asyncio.Barrier(max(len(keys), 1))
    results = [None] * len(keys)

    async def one(number, key):
        async with barrier:
            results[number] = await fetch(key)

    await asyncio.gather(*(one(number, key) for number, key in enumerate(keys)))
    return results
