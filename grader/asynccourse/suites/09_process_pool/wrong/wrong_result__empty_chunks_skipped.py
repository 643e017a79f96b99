"""An empty chunk is not scored."""

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
        sent = [loop.run_in_executor(pool, score, chunk) for chunk in chunks if chunk]
        return await asyncio.gather(*sent)
    finally:
        await asyncio.to_thread(pool.shutdown, cancel_futures=True)
