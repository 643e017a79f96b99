"""After a success the pool is told to end, and nobody waits for its workers."""

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
    except BaseException:
        await asyncio.to_thread(pool.shutdown, cancel_futures=True)
        raise
    pool.shutdown(wait=False)
    return scores
