"""Calls a service with the longest number that may cross.

exercise: 03_gather
codes: wrong_exception limit_exceeded sequential
points: 1
"""

async def fetch_all(fetch, keys):
    return [await fetch(1 << 16_383) for _ in keys]
