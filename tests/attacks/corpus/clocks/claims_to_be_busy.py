"""Claims that threads are at work which might still make the calls that are missing.

Patience is limited, and a claim doesn't renew it.

exercise: 03_gather
codes: sequential
points: 3
slow: yes
"""

import gc

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
HARNESS._watch._busy_threads = lambda: 9


async def fetch_all(fetch, keys):
    return [await fetch(key) for key in keys]
