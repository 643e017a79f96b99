"""Stops itself, and is neither dead nor at work.

exercise: 03_gather
codes: hang
points: 0
slow: yes
"""

import os
import signal


async def fetch_all(fetch, keys):
    os.kill(os.getpid(), signal.SIGSTOP)
