"""Turns the loop without end and lets nothing stop it.

exercise: 03_gather
codes: busy_wait
points: 0
"""

import asyncio


async def fetch_all(fetch, keys):
    while True:
        try:
            await asyncio.sleep(0)
        except BaseException:
            pass
