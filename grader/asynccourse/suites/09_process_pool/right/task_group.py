"""A group of tasks, each of which awaits one call of the pool."""

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
    with ProcessPoolExecutor(max_workers=2) as pool:
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(one(pool, chunk)) for chunk in chunks]
        except* ValueError as errors:
            raise errors.exceptions[0]
    return [task.result() for task in tasks]
