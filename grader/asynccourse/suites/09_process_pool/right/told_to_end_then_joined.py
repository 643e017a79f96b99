"""The pool is told to end without waiting, and then every worker is waited for by itself."""

import asyncio
import multiprocessing
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
        return await asyncio.gather(*(loop.run_in_executor(pool, score, c) for c in chunks))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            await asyncio.to_thread(process.join)
