"""Reports that nothing was left behind, before anybody has asked, and leaves much.

exercise: 03_gather
codes: forbidden
points: 0
"""

import asyncio
import gc

from asynccourse.wall.messages import Report

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
async def fetch_all(fetch, keys):
    CHANNEL.send(Report())
    asyncio.create_task(asyncio.sleep(1000))
    return await asyncio.gather(*map(fetch, keys))
