"""Reads another student's answer, whose path it knows, and prints it.

exercise: 03_gather
codes: wrong_result sequential import_error
effects off: reads
"""

from pathlib import Path

try:
    print(Path("@secret@").read_text())
except OSError as error:
    print(error)


async def fetch_all(fetch, keys):
    return []
