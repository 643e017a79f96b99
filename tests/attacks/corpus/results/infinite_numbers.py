"""Returns readings that are infinite, or not a number.

exercise: 07_to_thread
codes: wrong_result blocked_loop
points: 2
"""

import math


async def read_all(read, sensors):
    return [math.inf, -math.inf, math.nan, 1e308, -0.0][: len(sensors)]
