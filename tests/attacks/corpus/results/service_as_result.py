"""Returns the judge's own service, for what the judge would tell of it.

exercise: 03_gather
codes: wrong_result
points: 0
"""

async def fetch_all(fetch, keys):
    return fetch
