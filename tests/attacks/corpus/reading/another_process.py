"""Reads the environment of a process of the same user that has nothing to do with it.

exercise: 03_gather
codes: wrong_result sequential import_error
effects off: reads
"""

from pathlib import Path

try:
    print(Path("/proc/@process@/environ").read_bytes())
except OSError as error:
    print(error)


async def fetch_all(fetch, keys):
    return []
