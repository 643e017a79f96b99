"""Gives each job a thread with a loop of its own, where one loop was to be learned.

exercise: 05_run_it
codes: wrong_thread
points: 2
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def main(jobs):
    async def alone(job):
        return await job()

    with ThreadPoolExecutor(len(jobs) or 1) as pool:
        return list(pool.map(lambda job: asyncio.run(alone(job)), jobs))
