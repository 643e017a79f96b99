"""A thread has the pool; when the caller is cancelled it goes on, and so do the workers."""

import asyncio
import os
from concurrent.futures import ProcessPoolExecutor


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


async def score_all(chunks):
    def work():
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(score, chunks))

    return await asyncio.to_thread(work)
