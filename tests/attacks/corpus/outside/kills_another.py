"""Kills a process of the same user that has nothing to do with it.

exercise: 03_gather
codes: wrong_result sequential import_error
effects off: signals
effects landlock: signals?
"""

import os
import signal

try:
    os.kill(@process@, signal.SIGKILL)
except OSError as error:
    print(error)


async def fetch_all(fetch, keys):
    return []
