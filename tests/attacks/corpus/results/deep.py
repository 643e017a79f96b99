"""Returns ten thousand lists, each in the one before it.

exercise: 03_gather
codes: limit_exceeded
"""

async def fetch_all(fetch, keys):
    deep = []
    for _ in range(10_000):
        deep = [deep]
    return deep
