"""Prints without end.

exercise: 03_gather
codes: limit_exceeded
points: 0
"""

async def fetch_all(fetch, keys):
    while True:
        print("x" * 10**6)
