"""Returns what is still to be awaited, instead of results.

exercise: 03_gather
codes: not_awaited
points: 0
"""

import asyncio


async def fetch_all(fetch, keys):
    return asyncio.gather(*map(fetch, keys)) if keys else asyncio.Future()
