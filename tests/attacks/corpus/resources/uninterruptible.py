"""Waits in the kernel for a child, so that no handler of a signal can run meanwhile.

exercise: 03_gather
codes: blocked_loop hang crashed wrong_result
points: 1
"""

import ctypes
import os
import signal
import time

CLONE_VFORK = 0x4000
NUMBER = {"x86_64": 56, "aarch64": 220}.get(os.uname().machine, -1)


async def fetch_all(fetch, keys):
    if ctypes.CDLL(None).syscall(NUMBER, CLONE_VFORK | signal.SIGCHLD, 0, 0, 0, 0) == 0:
        time.sleep(1000)
        os._exit(0)
    return []
