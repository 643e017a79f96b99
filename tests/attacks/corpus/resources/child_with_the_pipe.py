"""Leaves a child that holds the wall and the output open, and ends itself.

exercise: 03_gather
codes: crashed
points: 0
"""

import os
import time


async def fetch_all(fetch, keys):
    if not os.fork():
        time.sleep(1000)
    os._exit(3)
