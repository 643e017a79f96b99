"""Becomes another program, which holds the wall and ends with status 0.

exercise: 03_gather
codes: crashed forbidden
"""

import os


async def fetch_all(fetch, keys):
    for descriptor in range(3, 20):
        try:
            os.set_inheritable(descriptor, True)
        except OSError:
            pass
    os.execv("/bin/true", ["true"])
