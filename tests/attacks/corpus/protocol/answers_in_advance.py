"""Answers the calls of all tests to come, before it is even loaded.

exercise: 03_gather
codes: forbidden
points: 0
"""

import gc

from asynccourse.wall.messages import Result
from asynccourse.wall.values import List

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
for number in range(1, 100):
    CHANNEL.send(Result(number, "returned", List([])))


async def fetch_all(fetch, keys):
    return [await fetch(key) for key in keys]
