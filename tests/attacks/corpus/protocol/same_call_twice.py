"""Makes two calls of a service under one number.

exercise: 03_gather
codes: forbidden
points: 0
"""

import gc

from asynccourse.wall.messages import ServiceCall

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
async def fetch_all(fetch, keys):
    for _ in range(2):
        CHANNEL.send(ServiceCall(500, 0, "__call__", [keys[0]] if keys else [], {}, 1, 0, 0))
    CHANNEL.send(ServiceCall(501, 7, "__call__", [], {}, 1, 0, 0))
    return []
