"""The pool is shut down in a thread, so that not even that holds the loop."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


async def score_all(chunks):
    if not chunks:
        return []
    loop = asyncio.get_running_loop()
    pool = ProcessPoolExecutor()
    try:
        scores = [loop.run_in_executor(pool, score, chunk) for chunk in chunks]
        return list(await asyncio.gather(*scores))
    finally:
        await asyncio.shield(asyncio.to_thread(pool.shutdown, cancel_futures=True))
