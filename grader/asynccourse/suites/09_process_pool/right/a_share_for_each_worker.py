"""Each worker is sent its share of the chunks in one go: every n-th, where there are n workers."""

import asyncio
import os
from concurrent.futures import ProcessPoolExecutor


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


def score_share(share):
    return [score(chunk) for chunk in share]


async def score_all(chunks):
    if not chunks:
        return []
    loop = asyncio.get_running_loop()
    workers = min(os.cpu_count() or 1, len(chunks))
    scores = [None] * len(chunks)
    with ProcessPoolExecutor(workers) as pool:
        shares = [
            loop.run_in_executor(pool, score_share, chunks[first::workers])
            for first in range(workers)
        ]
        for first, share in enumerate(shares):
            scores[first::workers] = await share
    return scores
