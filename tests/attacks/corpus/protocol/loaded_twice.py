"""Says that it is loaded, before it is and then again.

exercise: 03_gather
codes: forbidden crashed
points: 0
"""

import gc

from asynccourse.wall.messages import Loaded

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
CHANNEL.send(Loaded([], ["fetch_all"]))


async def fetch_all(fetch, keys):
    return [await fetch(key) for key in keys]
