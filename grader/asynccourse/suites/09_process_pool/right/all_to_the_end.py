"""After an error it waits for all chunks, and then raises."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


async def score_all(chunks):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as pool:
        futures = [loop.run_in_executor(pool, score, chunk) for chunk in chunks]
        scores = await asyncio.gather(*futures, return_exceptions=True)
    for one in scores:
        if isinstance(one, Exception):
            raise one
    return scores
