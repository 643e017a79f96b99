"""Reads address 0 through ctypes: the interpreter itself crashes.

exercise: 03_gather
codes: crashed
"""

import ctypes


async def fetch_all(fetch, keys):
    ctypes.string_at(0)
