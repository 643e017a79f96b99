"""Two pools of one worker each, where one pool does it all."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


async def score_all(chunks):
    loop = asyncio.get_running_loop()
    pools = [ProcessPoolExecutor(max_workers=1) for _ in range(2)]
    try:
        return await asyncio.gather(
            *(loop.run_in_executor(pools[n % 2], score, chunk) for n, chunk in enumerate(chunks))
        )
    finally:
        for pool in pools:
            await asyncio.to_thread(pool.shutdown, cancel_futures=True)
