"""Tasks that start at once where Python can do that (3.12), in the middle of the loop's turn."""

import asyncio
import sys


def start(coroutine):
    if sys.version_info >= (3, 12):
        loop = asyncio.get_running_loop()
        return asyncio.Task(coroutine, loop=loop, eager_start=True)
    return asyncio.create_task(coroutine)


async def first_error(tasks):
    pending = tasks
    while pending:
        for task in tasks:
            if task.done():
                task.result()
        if pending := [task for task in tasks if not task.done()]:
            await asyncio.wait(pending, return_when=asyncio.FIRST_EXCEPTION)


async def bounded_map(fn, items, limit):
    free = asyncio.Semaphore(limit)
    tasks = []

    async def one(item):
        try:
            return await fn(item)
        finally:
            free.release()

    try:
        await free.acquire()
        for item in items:
            tasks.append(start(one(item)))
            await free.acquire()
            if any(task.done() and task.exception() for task in tasks):
                break
        await first_error(tasks)
        return [task.result() for task in tasks]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
