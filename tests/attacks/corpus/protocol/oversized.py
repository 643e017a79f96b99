"""Says that four gigabytes will come.

exercise: 03_gather
codes: forbidden
points: 0
"""

import gc
import os

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
async def fetch_all(fetch, keys):
    os.write(CHANNEL._write_fd, b"\xff\xff\xff\xff")
    return []
