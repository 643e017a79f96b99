"""Replaces what its caller compares with, in its caller's own globals.

exercise: 03_gather
codes: wrong_result
points: 1
"""

import sys


class Equal:
    def __eq__(self, other):
        return True


async def fetch_all(fetch, keys):
    frame = sys._getframe()
    while frame is not None:
        frame.f_globals["list"] = lambda *items: Equal()
        frame = frame.f_back
    return []
