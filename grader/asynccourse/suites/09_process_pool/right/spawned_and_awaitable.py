"""Workers that are started afresh on every system, and an object to be awaited for each chunk."""

import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


class Scored:
    def __init__(self, pool, chunk):
        self.future = pool.submit(score, chunk)

    def __await__(self):
        return asyncio.wrap_future(self.future).__await__()


async def score_all(chunks):
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        return await asyncio.gather(*[Scored(pool, chunk) for chunk in chunks])
