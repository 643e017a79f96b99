"""Lifts the library's limit for a wait, and sets a timer in a distant future.

exercise: 03_gather
codes: forbidden
points: 1
"""

import asyncio
from asyncio import base_events

base_events.MAXIMUM_SELECT_TIMEOUT = 1e300


async def fetch_all(fetch, keys):
    timer = asyncio.get_running_loop().call_later(1e17, print)
    try:
        return [await fetch(key) for key in keys]
    finally:
        timer.cancel()
