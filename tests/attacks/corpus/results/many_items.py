"""Returns a million items.

exercise: 03_gather
codes: limit_exceeded blocked_loop
points: 0
"""

MANY = list(range(10**6))


async def fetch_all(fetch, keys):
    return MANY
