"""Results as they come, each put in the place of its key."""

import asyncio


async def fetch_all(fetch, keys):
    results = [None] * len(keys)

    async def fill(place, key):
        results[place] = await fetch(key)

    fills = [asyncio.ensure_future(fill(*pair)) for pair in enumerate(keys)]
    try:
        for ready in asyncio.as_completed(fills):
            await ready
    finally:
        for one in fills:
            one.cancel()
        await asyncio.gather(*fills, return_exceptions=True)
    return results
