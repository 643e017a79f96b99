"""Makes folders in folders, twelve hundred deep, and leaves them to be removed.

exercise: 03_gather
codes: wrong_result sequential import_error
points: 1
alone: yes
"""

import os

HOME = os.open(".", os.O_RDONLY)
for _ in range(1_200):
    os.makedirs("deep", exist_ok=True)
    os.chdir("deep")
os.fchdir(HOME)


async def fetch_all(fetch, keys):
    return []
