"""Is right, and called like a module of the standard library.

exercise: 03_gather
name: asyncio.py
right: what lies beside it, or what it is called, changes nothing
"""

import asyncio


async def fetch_all(fetch, keys):
    return await asyncio.gather(*map(fetch, keys))
