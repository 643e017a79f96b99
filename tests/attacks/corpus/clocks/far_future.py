"""Claims a timer so far ahead that on a clock that has got there, a second is nothing.

Taken for true, every time that is measured then is 0, and one after another takes no time.

exercise: 03_gather
codes: forbidden
points: 0
"""

import gc
import time

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
from asynccourse.wall.messages import Idle

CHANNEL.send(Idle(0, 1e300, 0, 0, 0, 0))
time.sleep(0.3)


async def fetch_all(fetch, keys):
    return [await fetch(key) for key in keys]
