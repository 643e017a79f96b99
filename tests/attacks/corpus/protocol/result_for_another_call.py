"""Answers a call that was never made.

exercise: 03_gather
codes: forbidden
points: 0
"""

import gc

from asynccourse.wall.messages import Result

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
async def fetch_all(fetch, keys):
    for number in (0, 2, 999, 2**31):
        CHANNEL.send(Result(number, "returned", None))
    return []
