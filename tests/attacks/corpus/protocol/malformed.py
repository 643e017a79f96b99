"""Writes bytes on the wall that are no message.

exercise: 03_gather
codes: forbidden
points: 0
"""

import gc
import os

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
async def fetch_all(fetch, keys):
    os.write(CHANNEL._write_fd, b"\0\0\0\5hello")
    return []
