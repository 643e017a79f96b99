"""Eager tasks, from Python 3.12 on: a worker runs up to its first wait before the next is made."""

import asyncio
import sys


def start(coro):
    loop = asyncio.get_running_loop()
    if sys.version_info >= (3, 12):
        return asyncio.eager_task_factory(loop, coro)
    return loop.create_task(coro)


async def pipeline(source, fn, workers, size):
    queue = asyncio.Queue(maxsize=size)
    results = []

    async def work():
        while (entry := await queue.get()) is not None:
            results.append((entry[0], await fn(entry[1])))

    async def produce():
        number = 0
        async for item in source:
            await queue.put((number, item))
            number += 1
        for _ in range(workers):
            await queue.put(None)

    tasks = [start(work()) for _ in range(workers)]
    tasks.insert(0, start(produce()))
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return [result for _, result in sorted(results, key=lambda pair: pair[0])]
