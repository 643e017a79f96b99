"""Looks for the expected values in the frames and globals of all who called it.

exercise: 03_gather
codes: wrong_result sequential
points: 1
"""

import sys


async def fetch_all(fetch, keys):
    for key in keys[:1]:
        await fetch(key)
    frame = sys._getframe()
    while frame is not None:
        for value in [*frame.f_locals.values(), *frame.f_globals.values()]:
            if isinstance(value, dict) and keys and all(key in value for key in keys):
                return [value[key] for key in keys]
        frame = frame.f_back
    return []
