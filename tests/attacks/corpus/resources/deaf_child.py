"""Leaves a child that ignores every signal that can be ignored.

exercise: 03_gather
codes: wrong_result hang sequential import_error
points: 1
"""

import os
import signal
import time


async def fetch_all(fetch, keys):
    if not os.fork():
        os.setsid()
        for number in set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP}:
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        time.sleep(1000)
    return []
