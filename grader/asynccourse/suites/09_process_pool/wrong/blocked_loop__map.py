"""pool.map gives an iterator, and making a list of it waits for every worker."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


async def score_all(chunks):
    with ProcessPoolExecutor() as pool:
        return list(pool.map(score, chunks))
