"""A pool for each chunk starts more processes than there are processors."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


async def one(chunk):
    with ProcessPoolExecutor(1) as pool:
        return await asyncio.get_running_loop().run_in_executor(pool, score, chunk)


async def score_all(chunks):
    return await asyncio.gather(*(one(chunk) for chunk in chunks))
