"""Leaves a segment of shared memory in the system, which no process has to hold.

exercise: 03_gather
codes: wrong_result sequential import_error
effects off: keeps
effects landlock: keeps?
"""

import ctypes

IPC_CREAT = 0o1000
print(ctypes.CDLL(None).shmget(@key@, 4096, IPC_CREAT | 0o600))


async def fetch_all(fetch, keys):
    return []
