"""Attaches to another process of the same user as a debugger does, which stops it.

exercise: 03_gather
codes: wrong_result sequential
effects off: signals?
"""

import ctypes

PTRACE_ATTACH = 16
print(ctypes.CDLL(None).ptrace(PTRACE_ATTACH, @process@, None, None))


async def fetch_all(fetch, keys):
    import time

    time.sleep(0.01)
    return []
