"""Raises KeyboardInterrupt, which ends a whole run of pytest with what has passed so far.

exercise: 03_gather
codes: crashed
"""

async def fetch_all(fetch, keys):
    raise KeyboardInterrupt
