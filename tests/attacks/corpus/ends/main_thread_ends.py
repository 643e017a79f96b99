"""Ends its main thread alone: the process lives on as a zombie with threads.

exercise: 03_gather
codes: hang crashed blocked_loop
slow: yes
"""

import ctypes


async def fetch_all(fetch, keys):
    ctypes.CDLL(None).pthread_exit(None)
