"""Sends what only the judge may say: the end of a call of a service, and the end of the test.

exercise: 03_gather
codes: forbidden
points: 0
"""

import gc

from asynccourse.wall.messages import Advance, Finish, Reply

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
async def fetch_all(fetch, keys):
    for message in (Reply(1, 1, "right"), Advance(2, 1e6), Finish(3)):
        CHANNEL.send(message)
    return []
