"""Reads the hidden suite of its own exercise, and prints it.

It learns how it is tested; the values are drawn from a seed, and are nowhere to be read.

exercise: 03_gather
codes: wrong_result sequential import_error
effects off: reads
"""

from pathlib import Path

try:
    print(Path("@suites@", "03_gather", "test_gather.py").read_text())
except OSError as error:
    print(error)


async def fetch_all(fetch, keys):
    return []
