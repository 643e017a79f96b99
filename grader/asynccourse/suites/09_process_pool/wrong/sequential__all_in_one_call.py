"""One call scores all chunks, in one worker."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


def score_many(chunks):
    return [score(chunk) for chunk in chunks]


async def score_all(chunks):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as pool:
        return await loop.run_in_executor(pool, score_many, chunks)
