"""Kills the process that forks the runners.

exercise: 03_gather
codes: crashed forbidden hang wrong_result
points: 1
alone: yes
"""

import os
import signal


async def fetch_all(fetch, keys):
    try:
        os.kill(os.getppid(), signal.SIGKILL)
    except OSError as error:
        print(error)
    return []
