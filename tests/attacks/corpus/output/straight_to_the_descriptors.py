"""Prints through descriptors that it has closed, opened anew and made its own.

exercise: 03_gather
codes: wrong_result crashed
points: 1
"""

import os
import sys


async def fetch_all(fetch, keys):
    sys.stdout.close()
    os.close(2)
    os.write(1, b"still here\n")
    os.dup2(1, 2)
    return []
