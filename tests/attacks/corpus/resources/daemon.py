"""Leaves a daemon that has forked twice, left its session, and goes by another name.

exercise: 03_gather
codes: wrong_result sequential import_error blocked_loop
points: 1
"""

import os


async def fetch_all(fetch, keys):
    if not os.fork():
        os.setsid()
        if not os.fork():
            os.chdir("/")
            os.closerange(0, 256)
            os.execve("/bin/sh", ["@mark@", "-c", "sleep 1000; : @mark@"], {})
        os._exit(0)
    return []
