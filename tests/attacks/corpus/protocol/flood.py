"""Says without end that it has cancelled calls.

exercise: 03_gather
codes: limit_exceeded hang blocked_loop
points: 0
slow: yes
"""

import gc
import os

from asynccourse.wall.framing import pack
from asynccourse.wall.messages import Abandon

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
async def fetch_all(fetch, keys):
    many = pack(Abandon(1)) * 1_000
    while True:
        os.write(CHANNEL._write_fd, many)
