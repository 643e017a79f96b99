"""A group of tasks, which raises the error in a group."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


async def one(pool, chunk):
    return await asyncio.get_running_loop().run_in_executor(pool, score, chunk)


async def score_all(chunks):
    pool = ProcessPoolExecutor()
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(pool, chunk)) for chunk in chunks]
    finally:
        await asyncio.to_thread(pool.shutdown, cancel_futures=True)
    return [task.result() for task in tasks]
