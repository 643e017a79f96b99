"""Calls a service with fifteen megabytes, over and over, for the judge to keep.

exercise: 03_gather
codes: limit_exceeded forbidden blocked_loop
points: 0
"""

import asyncio
import gc
import threading

from asynccourse.wall.messages import ServiceCall

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
def send():
    for number in range(100, 1_000):
        CHANNEL.send(ServiceCall(number, 0, "__call__", ["x" * 15_000_000], {}, 1, 0, 0))


async def fetch_all(fetch, keys):
    threading.Thread(target=send, daemon=True).start()
    await asyncio.Event().wait()
