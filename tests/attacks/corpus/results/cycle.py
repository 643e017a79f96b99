"""Returns a list that holds itself.

exercise: 03_gather
codes: limit_exceeded
"""

async def fetch_all(fetch, keys):
    endless = []
    endless.append(endless)
    return endless
