"""Is right, and called like no line can tell it.

exercise: 03_gather
name: two\nlines.py
right: what lies beside it, or what it is called, changes nothing
"""

import asyncio


async def fetch_all(fetch, keys):
    return await asyncio.gather(*map(fetch, keys))
