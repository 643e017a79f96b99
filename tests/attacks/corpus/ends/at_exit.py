"""Leaves a wrong answer, and a handler that ends the process with status 0 at exit.

exercise: 03_gather
codes: wrong_result sequential
"""

import atexit
import os

atexit.register(os._exit, 0)


async def fetch_all(fetch, keys):
    return ["right"] * len(keys)
