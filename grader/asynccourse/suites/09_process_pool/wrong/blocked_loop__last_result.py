"""All but the last are awaited, and then result() stands still for that one."""

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
        futures = [pool.submit(score, chunk) for chunk in chunks]
        scores = [await asyncio.wrap_future(future) for future in futures[:-1]]
        return scores + [future.result() for future in futures[-1:]]
    finally:
        await asyncio.to_thread(pool.shutdown, cancel_futures=True)
