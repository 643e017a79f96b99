"""Reports idleness with a negative number of tasks and a number of threads that needs 64 bits.

exercise: 03_gather
codes: forbidden
points: 0
"""

import gc

from asynccourse.wall.messages import Idle

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
async def fetch_all(fetch, keys):
    CHANNEL.send(Idle(0, None, 2**63, -1, 0, -(2**62)))
    return []
