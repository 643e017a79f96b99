"""Takes the rights from a folder that isn't its own, and gives them to all.

exercise: 03_gather
codes: wrong_result sequential import_error
effects off: writes
"""

import os

try:
    os.chmod("@secret@", 0o777)
    os.utime("@secret@", (0, 0))
    os.rename("@secret@", "@others@/renamed")
except OSError as error:
    print(error)


async def fetch_all(fetch, keys):
    return []
