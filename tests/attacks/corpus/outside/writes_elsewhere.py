"""Writes to a file that isn't its own, and makes another beside it.

exercise: 03_gather
codes: wrong_result sequential import_error
effects off: writes
"""

from pathlib import Path

try:
    with open("@secret@", "a") as file:
        file.write("and more")
    Path("@others@", "new").write_text("mine")
except OSError as error:
    print(error)


async def fetch_all(fetch, keys):
    return []
