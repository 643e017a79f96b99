"""Is right, and called like its author writes: beyond ASCII.

exercise: 03_gather
name: Lösung – 解答.py
right: what lies beside it, or what it is called, changes nothing
"""

import asyncio


async def fetch_all(fetch, keys):
    return await asyncio.gather(*map(fetch, keys))
