"""Ends the process when its result is let go of, which is after it was sent.

exercise: 03_gather
codes: crashed wrong_result
"""

import os


class Last(list):
    def __del__(self):
        os._exit(0)


async def fetch_all(fetch, keys):
    return Last()
