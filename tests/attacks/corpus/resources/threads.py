"""Leaves a hundred threads that wait, and does one thing after another.

exercise: 03_gather
codes: sequential hang
points: 3
slow: yes
"""

import threading

threading.stack_size(2**18)
for _ in range(100):
    threading.Thread(target=threading.Event().wait, daemon=True).start()


async def fetch_all(fetch, keys):
    return [await fetch(key) for key in keys]
