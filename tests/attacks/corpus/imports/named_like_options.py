"""Is right, and called like an option of a command.

exercise: 03_gather
name: --version.py
right: what lies beside it, or what it is called, changes nothing
"""

import asyncio


async def fetch_all(fetch, keys):
    return await asyncio.gather(*map(fetch, keys))
