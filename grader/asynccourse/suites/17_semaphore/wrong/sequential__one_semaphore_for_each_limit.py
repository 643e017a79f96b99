"""The semaphores are kept, one for each limit: those with the same limit count together."""

import asyncio
from functools import cache


@cache
def places(limit):
    return asyncio.Semaphore(limit)


async def bounded_map(fn, items, limit):
    free = places(limit)
    tasks = []

    async def one(item):
        try:
            return await fn(item)
        finally:
            free.release()

    async with asyncio.TaskGroup() as group:
        rest = iter(items)
        while True:
            await free.acquire()
            try:
                item = next(rest)
            except StopIteration:
                free.release()
                break
            tasks.append(group.create_task(one(item)))
    return [task.result() for task in tasks]
