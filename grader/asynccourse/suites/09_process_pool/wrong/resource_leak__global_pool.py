"""The pool is kept for the next time and never shut down."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


POOL = None


async def score_all(chunks):
    global POOL
    POOL = POOL or ProcessPoolExecutor()
    loop = asyncio.get_running_loop()
    return await asyncio.gather(*(loop.run_in_executor(POOL, score, chunk) for chunk in chunks))
