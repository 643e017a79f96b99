"""Stops every clock of the time module, and does one thing after another.

exercise: 03_gather
codes: sequential
points: 3
"""

import asyncio
import time

for name in ("time", "monotonic", "perf_counter", "time_ns", "monotonic_ns", "perf_counter_ns"):
    setattr(time, name, lambda: 0)
time.sleep = lambda seconds: None


async def no_sleep(delay, result=None):
    return result


asyncio.sleep = asyncio.tasks.sleep = no_sleep


async def fetch_all(fetch, keys):
    return [await fetch(key) for key in keys]
