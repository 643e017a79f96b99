"""Returns three hundred thousand items.

exercise: 03_gather
codes: limit_exceeded blocked_loop
points: 0
"""

MANY = [None] * 300_000


async def fetch_all(fetch, keys):
    return MANY
