"""Returns readings that are numbers of its own kind, and not a number at all.

exercise: 07_to_thread
codes: wrong_result blocked_loop
points: 2
"""

import math


class Any(float):
    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


async def read_all(read, sensors):
    return [Any(math.nan) for _ in sensors]
