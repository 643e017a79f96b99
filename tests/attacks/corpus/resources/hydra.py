"""Leaves a process that forks and ends, over and over: whoever kills it comes too late.

Two hundred times, and never more than a few at once.

exercise: 03_gather
codes: wrong_result sequential import_error blocked_loop
points: 1
"""

import os


def live_on():
    for _ in range(200):
        os.setsid()
        if os.fork():
            os._exit(0)
    os._exit(0)


async def fetch_all(fetch, keys):
    if not os.fork():
        live_on()
    return []
