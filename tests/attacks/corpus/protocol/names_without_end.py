"""Says that it lacks a function with a name of a hundred thousand characters, and has one like it.

To look for a name that is close takes the square of their lengths.

exercise: 03_gather
codes: forbidden
points: 0
"""

import gc
import random

from asynccourse.wall.messages import Loaded

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
NAME = "".join(random.choices("ab", k=100_000))
CHANNEL.send(Loaded([NAME], [NAME[::-1]]))


async def fetch_all(fetch, keys):
    return [await fetch(key) for key in keys]
