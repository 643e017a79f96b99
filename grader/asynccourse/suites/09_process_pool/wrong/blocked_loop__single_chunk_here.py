"""A single chunk is not worth a pool, and is scored here."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


async def score_all(chunks):
    if len(chunks) == 1:
        return [score(chunks[0])]
    loop = asyncio.get_running_loop()
    pool = ProcessPoolExecutor()
    try:
        return await asyncio.gather(*(loop.run_in_executor(pool, score, c) for c in chunks))
    finally:
        await asyncio.to_thread(pool.shutdown, cancel_futures=True)
