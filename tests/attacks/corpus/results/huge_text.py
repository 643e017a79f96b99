"""Returns seventeen million characters, more than a message may hold.

exercise: 03_gather
codes: limit_exceeded blocked_loop
points: 0
"""

HUGE = "x" * (17 * 2**20)


async def fetch_all(fetch, keys):
    return HUGE
