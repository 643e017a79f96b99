"""Sends the beginning of a frame, and never the rest.

What it says next is taken for the rest of that frame, and is none.

exercise: 03_gather
codes: forbidden hang
points: 0
"""

import gc
import os

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
async def fetch_all(fetch, keys):
    os.write(CHANNEL._write_fd, b"\0\0\0\x10half a ")
    return []
