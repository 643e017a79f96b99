"""An executor with one thread, which is asked for an item whenever there is a place for it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

END = object()


async def bounded_map(fn, items, limit):
    loop = asyncio.get_running_loop()
    free = asyncio.Semaphore(limit)
    tasks = []

    async def one(item):
        try:
            return await fn(item)
        finally:
            free.release()

    with ThreadPoolExecutor(max_workers=1) as reader:
        rest = await loop.run_in_executor(reader, iter, items)
        async with asyncio.TaskGroup() as group:
            await free.acquire()
            while (item := await loop.run_in_executor(reader, next, rest, END)) is not END:
                tasks.append(group.create_task(one(item)))
                await free.acquire()
    return [task.result() for task in tasks]
