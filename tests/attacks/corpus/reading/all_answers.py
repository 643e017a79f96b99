"""Walks through the folder of all answers, a repository's history included, and prints what it finds.

exercise: 03_gather
codes: wrong_result sequential import_error
effects off: reads
"""

from pathlib import Path

try:
    for path in Path("@others@").rglob("*"):
        print(path, path.read_bytes()[:100] if path.is_file() else "")
except OSError as error:
    print(error)


async def fetch_all(fetch, keys):
    return []
