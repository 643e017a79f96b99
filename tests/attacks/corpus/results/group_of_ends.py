"""Raises a group that holds what ends a process, thirty groups deep.

exercise: 03_gather
codes: crashed wrong_exception
points: 0
"""

async def fetch_all(fetch, keys):
    group = BaseExceptionGroup("end", [SystemExit(0), KeyboardInterrupt()])
    for _ in range(30):
        group = BaseExceptionGroup("end", [group])
    raise group
