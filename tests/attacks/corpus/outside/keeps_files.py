"""Leaves files where every process may: /tmp and /dev/shm.

exercise: 03_gather
codes: wrong_result sequential import_error
effects off: keeps
effects landlock: keeps?
"""

from pathlib import Path

for folder in ("/tmp", "/dev/shm"):
    try:
        Path(folder, "@mark@").write_text("mine")
    except OSError as error:
        print(error)


async def fetch_all(fetch, keys):
    return []
