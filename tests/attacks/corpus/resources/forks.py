"""Starts forty processes that stay, each in a session of its own.

exercise: 03_gather
codes: wrong_result hang sequential import_error blocked_loop limit_exceeded
points: 1
"""

import os
import time


async def fetch_all(fetch, keys):
    for _ in range(40):
        if not os.fork():
            os.setsid()
            time.sleep(1000)
            os._exit(0)
    return []
