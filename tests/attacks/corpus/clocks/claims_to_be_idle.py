"""Claims to be idle over and over while it computes, so that it seems to wait.

exercise: 03_gather
codes: blocked_loop sequential hang
points: 1
"""

import gc
import time

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
from asynccourse.wall.messages import Idle


async def fetch_all(fetch, keys):
    until = time.perf_counter() + 0.15
    while time.perf_counter() < until:
        CHANNEL.send(Idle(HARNESS._watch.handled, None, 0, 0, 0, 0))
        sum(range(10_000))
    return [await fetch(key) for key in keys]
