"""Makes two thousand files, and leaves them.

exercise: 03_gather
codes: wrong_result blocked_loop sequential import_error hang
points: 1
"""

import os

if not os.path.exists("many"):
    os.mkdir("many")
    for number in range(2_000):
        os.close(os.open(f"many/{number}", os.O_CREAT | os.O_WRONLY))


async def fetch_all(fetch, keys):
    return []
