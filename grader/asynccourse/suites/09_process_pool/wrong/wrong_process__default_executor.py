"""run_in_executor(None, ...) is a pool of threads."""

import asyncio


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


async def score_all(chunks):
    loop = asyncio.get_running_loop()
    return await asyncio.gather(*(loop.run_in_executor(None, score, chunk) for chunk in chunks))
