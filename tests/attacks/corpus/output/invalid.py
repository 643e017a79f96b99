"""Prints bytes that are no text, in the middle of a letter and of a terminal's command.

exercise: 03_gather
codes: wrong_result
points: 1
"""

import os


async def fetch_all(fetch, keys):
    os.write(1, b"\xff\xfe\0\x80\xf0\x9f\x1b[" * 100 + b"\xe2\x82")
    return []
