"""Kills itself with SIGKILL: no handler, no last word.

exercise: 03_gather
codes: crashed
"""

import os
import signal


async def fetch_all(fetch, keys):
    os.kill(os.getpid(), signal.SIGKILL)
