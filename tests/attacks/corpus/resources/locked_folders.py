"""Takes all rights from a folder with files in it, and leaves that.

exercise: 03_gather
codes: wrong_result sequential import_error
points: 1
alone: yes
"""

import os

if not os.path.exists("locked"):
    os.makedirs("locked/inside")
    open("locked/inside/file", "w").close()
    os.chmod("locked/inside", 0)
    os.chmod("locked", 0)


async def fetch_all(fetch, keys):
    return []
