"""The pool is left to the garbage collector."""

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
    return await asyncio.gather(*(loop.run_in_executor(pool, score, c) for c in chunks))
