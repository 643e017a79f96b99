"""Reads from every descriptor that it was given, and looks where each leads.

exercise: 03_gather
codes: wrong_result sequential hang blocked_loop
"""

import os

for descriptor in range(256):
    try:
        print(descriptor, os.readlink(f"/proc/self/fd/{descriptor}"))
        os.set_blocking(descriptor, False)
        print(os.pread(descriptor, 100, 0))
    except OSError:
        pass
    finally:
        try:
            os.set_blocking(descriptor, True)
        except OSError:
            pass


async def fetch_all(fetch, keys):
    return []
