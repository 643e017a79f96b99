"""Is right, and called like a module of ours.

exercise: 03_gather
name: harness.py
right: what lies beside it, or what it is called, changes nothing
"""

import asyncio


async def fetch_all(fetch, keys):
    return await asyncio.gather(*map(fetch, keys))
