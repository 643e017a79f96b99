"""Forks; the parent ends, and the child goes on to answer in its place, rightly.

The process that was started has ended, and what is left of it is ended with it.

exercise: 03_gather
codes: crashed wrong_exception
points: 3
"""

import asyncio
import os


async def fetch_all(fetch, keys):
    if os.fork():
        os._exit(0)
    return await asyncio.gather(*map(fetch, keys))
