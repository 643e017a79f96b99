"""Raises SystemExit(0) in the call: whoever runs tests in this process is ended by it.

exercise: 03_gather
codes: crashed
"""

import sys


async def fetch_all(fetch, keys):
    sys.exit(0)
