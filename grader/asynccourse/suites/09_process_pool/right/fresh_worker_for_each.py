"""One pool that starts a worker afresh for every chunk."""

import asyncio
import multiprocessing
import os
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
    pool = ProcessPoolExecutor(
        min(len(chunks), os.cpu_count() or 1),
        mp_context=multiprocessing.get_context("forkserver"),
        max_tasks_per_child=1,
    )
    try:
        return await asyncio.gather(*(loop.run_in_executor(pool, score, chunk) for chunk in chunks))
    finally:
        await asyncio.to_thread(pool.shutdown, cancel_futures=True)
