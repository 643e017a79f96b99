"""Puts its own folder first on the path and imports what lies there by a known name.

exercise: 03_gather
codes: sequential import_error
points: 3
"""

import sys

BESIDE = {"inspect.py": "def isawaitable(thing): return False\n"}
sys.path.insert(0, __file__.rpartition("/")[0])
sys.modules.pop("inspect", None)
import inspect  # noqa: E402, F401


async def fetch_all(fetch, keys):
    return [await fetch(key) for key in keys]
