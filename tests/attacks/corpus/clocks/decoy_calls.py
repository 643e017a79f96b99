"""Makes decoy calls for all keys, so that ten are in flight, and its real ones one after another.

exercise: 03_gather
codes: sequential
points: 3
"""

import asyncio


async def fetch_all(fetch, keys):
    decoys = [asyncio.ensure_future(fetch(key)) for key in keys]
    await asyncio.wait(decoys) if decoys else None
    return [await fetch(key) for key in keys]
