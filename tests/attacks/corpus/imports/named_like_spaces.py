"""Is right, and called like no module could be: with spaces and brackets.

exercise: 03_gather
name: my answer (final) .py
right: what lies beside it, or what it is called, changes nothing
"""

import asyncio


async def fetch_all(fetch, keys):
    return await asyncio.gather(*map(fetch, keys))
