"""Sends a sign of life every tenth of a second, so that patience never ends.

exercise: 03_gather
codes: hang sequential
points: 2
slow: yes
"""

import gc
import threading
import time

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
from asynccourse.wall.messages import Idle


def beat():
    while True:
        time.sleep(0.1)
        CHANNEL.send(Idle(HARNESS._watch.handled, None, 1, 0, 0, 0))


threading.Thread(target=beat, daemon=True).start()


async def fetch_all(fetch, keys):
    return [await fetch(key) for key in keys]
