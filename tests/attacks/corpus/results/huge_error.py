"""Raises an error with seventeen million characters to it.

exercise: 03_gather
codes: limit_exceeded blocked_loop
points: 0
"""

HUGE = "x" * (17 * 2**20)


async def fetch_all(fetch, keys):
    raise ValueError(HUGE)
