"""Claims a timer at no time, which is neither before nor after any other.

exercise: 03_gather
codes: forbidden
points: 0
"""

import gc

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
from asynccourse.wall.messages import Idle


async def fetch_all(fetch, keys):
    for timer in (float("nan"), float("-inf"), -1.0):
        CHANNEL.send(Idle(1, timer, 0, 0, 0, 0))
    return [await fetch(key) for key in keys]
