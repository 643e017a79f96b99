"""A partial of the function is sent."""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from functools import partial


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


async def score_all(chunks):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as pool:
        calls = [partial(score, chunk) for chunk in chunks]
        pending = [loop.run_in_executor(pool, call) for call in calls]
        return [await one for one in pending]
