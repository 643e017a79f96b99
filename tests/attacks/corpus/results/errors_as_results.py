"""Returns errors where they are to be raised, and a class named like the one that is wanted.

exercise: 03_gather
codes: wrong_exception
points: 8
"""

import asyncio


async def fetch_all(fetch, keys):
    return await asyncio.gather(*map(fetch, keys), return_exceptions=True)
