"""Forks, and both go on: every message comes twice.

exercise: 03_gather
codes: forbidden crashed sequential hang wrong_exception
points: 4
"""

import asyncio
import os


async def fetch_all(fetch, keys):
    os.fork()
    return await asyncio.gather(*map(fetch, keys))
