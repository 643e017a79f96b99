"""Takes the priority from another process of the same user.

exercise: 03_gather
codes: wrong_result sequential import_error
effects off: signals
effects landlock: signals?
"""

import os

try:
    os.setpriority(os.PRIO_PROCESS, @process@, 19)
except OSError as error:
    print(error)


async def fetch_all(fetch, keys):
    return []
