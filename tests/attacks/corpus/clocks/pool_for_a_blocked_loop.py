"""Blocks the loop, while threads that nobody asked for make the calls together.

exercise: 03_gather
codes: blocked_loop
points: 2
"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


async def fetch_all(fetch, keys):
    async def alone(key):
        return await fetch(key)

    with ThreadPoolExecutor(len(keys) or 1) as pool:
        found = list(pool.map(lambda key: asyncio.run(alone(key)), keys))
    time.sleep(0.2)
    return found
