"""Stops the running loop's own clock, and does one thing after another.

exercise: 03_gather
codes: sequential hang
points: 3
"""

import asyncio


async def fetch_all(fetch, keys):
    asyncio.get_running_loop().time = lambda: 0.0
    return [await fetch(key) for key in keys]
