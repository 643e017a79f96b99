"""Reads the environment of the judge, its grandparent, with whatever secrets CI has put there.

exercise: 03_gather
codes: wrong_result sequential import_error
effects off: reads
"""

import os
from pathlib import Path


def parent(process):
    stat = Path(f"/proc/{process}/stat").read_text()
    return stat.rpartition(")")[2].split()[1]


try:
    print(Path(f"/proc/{parent(os.getppid())}/environ").read_bytes())
except OSError as error:
    print(error)


async def fetch_all(fetch, keys):
    return []
