"""The chunks are taken out of the list, which may be a tuple."""

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
        futures = []
        while chunks:
            futures.append(loop.run_in_executor(pool, score, chunks.pop(0)))
        return await asyncio.gather(*futures)
    finally:
        await asyncio.to_thread(pool.shutdown, cancel_futures=True)
