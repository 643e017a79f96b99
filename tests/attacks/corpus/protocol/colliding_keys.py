"""Returns a set of twenty thousand numbers that all have one hash.

To put them into a set costs the square of their number.

exercise: 03_gather
codes: forbidden
points: 0
"""

import gc

from asynccourse.wall.messages import Result
from asynccourse.wall.values import BigInt, Set

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
SAME = 2**61 - 1


def number(n):
    return BigInt((n * SAME).to_bytes(16, "big", signed=True))


async def fetch_all(fetch, keys):
    CHANNEL.send(Result(1, "returned", Set([number(n) for n in range(20_000)])))
    return []
