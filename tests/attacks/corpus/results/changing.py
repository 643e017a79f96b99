"""Returns a list that a thread goes on changing while it is read.

exercise: 03_gather
codes: wrong_result limit_exceeded blocked_loop sequential hang
points: 1
"""

import threading

RESULT = []


def change():
    for _ in range(20_000):
        RESULT.append("x")
        if len(RESULT) > 1_000:
            RESULT.clear()


async def fetch_all(fetch, keys):
    threading.Thread(target=change, daemon=True).start()
    return RESULT
