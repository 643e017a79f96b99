"""As many coroutines as workers take from one iterator; an exit stack shuts the pool down."""

import asyncio
import os
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


async def score_all(chunks):
    loop = asyncio.get_running_loop()
    left = iter(enumerate(chunks))
    scores = {}
    workers = os.cpu_count() or 1

    async def feed(pool):
        for place, chunk in left:
            scores[place] = await loop.run_in_executor(pool, score, chunk)

    async with AsyncExitStack() as stack:
        pool = ProcessPoolExecutor(workers)
        stack.push_async_callback(asyncio.to_thread, pool.shutdown, cancel_futures=True)
        group = await stack.enter_async_context(asyncio.TaskGroup())
        for _ in range(workers):
            group.create_task(feed(pool))
    return [score for _, score in sorted(scores.items())]
