"""All calls use one pool, which the first of them shuts down."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


pools = []


async def score_all(chunks):
    loop = asyncio.get_running_loop()
    if not pools:
        pools.append(ProcessPoolExecutor())
    pool = pools[0]
    try:
        return await asyncio.gather(*(loop.run_in_executor(pool, score, c) for c in chunks))
    finally:
        await asyncio.to_thread(pool.shutdown, cancel_futures=True)
