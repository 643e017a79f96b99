"""Replaces asyncio.run with what runs one job after the other, each in a loop of its own.

exercise: 05_run_it
codes: sequential wrong_thread deprecated_api resource_leak
points: 3
"""

import asyncio

REAL = asyncio.run
asyncio.run = lambda jobs: [REAL(job()) for job in jobs]


def main(jobs):
    return asyncio.run(jobs)
