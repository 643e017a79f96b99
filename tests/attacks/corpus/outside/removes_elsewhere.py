"""Removes another's answer, and makes a link in its place.

exercise: 03_gather
codes: wrong_result sequential import_error
effects off: writes
"""

import os

try:
    os.unlink("@secret@")
    os.symlink("/etc/passwd", "@secret@")
except OSError as error:
    print(error)


async def fetch_all(fetch, keys):
    return []
