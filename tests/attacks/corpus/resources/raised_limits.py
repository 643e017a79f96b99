"""Raises its own limits again, which only root may, and takes more memory than it is given.

exercise: 03_gather
codes: limit_exceeded wrong_result blocked_loop import_error sequential
points: 1
"""

import resource

NO_LIMIT = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
for limit in (resource.RLIMIT_AS, resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE):
    try:
        resource.setrlimit(limit, NO_LIMIT)
    except (OSError, ValueError) as error:
        print(error)


async def fetch_all(fetch, keys):
    taken = [bytes(10**8) for _ in range(25)]
    return taken[:0]
