"""Calls services that there aren't, and methods that services have inside.

exercise: 03_gather
codes: forbidden
points: 0
"""

import gc

from asynccourse.wall.messages import ServiceCall

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
async def fetch_all(fetch, keys):
    CHANNEL.send(ServiceCall(77, 0, "__init__", [], {}, 1, 0, 0))
    CHANNEL.send(ServiceCall(78, 99, "__call__", [], {}, 1, 0, 0))
    return []
