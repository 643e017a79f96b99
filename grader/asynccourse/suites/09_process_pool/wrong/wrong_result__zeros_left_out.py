"""A score of 0 is taken for none."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


async def score_all(chunks):
    loop = asyncio.get_running_loop()
    pool = ProcessPoolExecutor()
    try:
        scores = await asyncio.gather(*(loop.run_in_executor(pool, score, c) for c in chunks))
        return [score for score in scores if score]
    finally:
        await asyncio.to_thread(pool.shutdown, cancel_futures=True)
