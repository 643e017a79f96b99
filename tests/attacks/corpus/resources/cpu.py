"""Starts four processes that compute for a while, and does one thing after another meanwhile.

exercise: 03_gather
codes: sequential hang
points: 3
slow: yes
"""

import os
import time

for _ in range(4):
    if not os.fork():
        until = time.monotonic() + 20
        while time.monotonic() < until:
            pass
        os._exit(0)


async def fetch_all(fetch, keys):
    return [await fetch(key) for key in keys[:1]]
