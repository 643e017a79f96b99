"""Prints three megabytes without a newline.

exercise: 03_gather
codes: wrong_result blocked_loop limit_exceeded
points: 1
"""

import sys


async def fetch_all(fetch, keys):
    sys.stdout.write("x" * 3_000_000)
    return []
