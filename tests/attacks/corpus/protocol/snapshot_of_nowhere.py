"""Waits for ever, and says of its task that it is nowhere.

The judge asks where it waits, and must do without an answer that makes sense.

exercise: 03_gather
codes: hang
points: 0
"""

import asyncio
import gc

from asynccourse.wall.messages import Parked, Snapshot

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
type(HARNESS)._snapshot = lambda self: Snapshot([Parked("call 1", [])], 0, 0.0)


async def fetch_all(fetch, keys):
    await asyncio.Event().wait()
