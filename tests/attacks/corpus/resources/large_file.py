"""Writes a file larger than one may be.

exercise: 03_gather
codes: wrong_exception
points: 0
"""

async def fetch_all(fetch, keys):
    with open("large", "wb") as file:
        file.truncate(10**9)
    return []
