"""Disarms every alarm, ignores every signal, swallows every exception, and waits for ever.

A time limit in this process would be gone.

exercise: 03_gather
codes: hang
points: 0
"""

import asyncio
import signal

signal.setitimer(signal.ITIMER_REAL, 0)
for number in set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP}:
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())


async def fetch_all(fetch, keys):
    while True:
        try:
            await asyncio.Event().wait()
        except BaseException:
            pass
