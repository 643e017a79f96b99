"""Keeps the lock under which messages are sent: not even its watchdog can speak.

exercise: 03_gather
codes: hang
points: 0
slow: yes
"""

import gc

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
async def fetch_all(fetch, keys):
    CHANNEL._lock.acquire()
    return []
