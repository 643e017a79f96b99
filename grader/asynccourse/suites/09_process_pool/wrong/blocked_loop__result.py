"""All are submitted, and then result() stands still for each."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


async def score_all(chunks):
    with ProcessPoolExecutor() as pool:
        futures = [pool.submit(score, chunk) for chunk in chunks]
        return [future.result() for future in futures]
