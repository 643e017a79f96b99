"""`pool.map`, which stands still until all is done: so a thread stands still for the loop."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


async def score_all(chunks):
    pool = ProcessPoolExecutor()
    try:
        return await asyncio.to_thread(lambda: list(pool.map(score, chunks)))
    finally:
        await asyncio.to_thread(pool.shutdown, cancel_futures=True)
