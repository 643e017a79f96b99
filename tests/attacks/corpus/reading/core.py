"""Asks for a core file, and dies so that one is written.

exercise: 03_gather
codes: crashed
"""

import os
import resource

try:
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (min(hard, 1000) if hard >= 0 else 1000, hard))
except (OSError, ValueError) as error:
    print(error)


async def fetch_all(fetch, keys):
    os.abort()
