"""Sends a result for its own call, and then the real one.

What a call gives is the submission's to say; the second answer is one too many.

exercise: 03_gather
codes: forbidden
points: 0
"""

import gc

from asynccourse.wall.messages import Result
from asynccourse.wall.values import List

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
async def fetch_all(fetch, keys):
    CHANNEL.send(Result(1, "returned", List(["right"])))
    return []
