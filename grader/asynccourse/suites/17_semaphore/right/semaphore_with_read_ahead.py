"""A semaphore taken in a `for` loop, which holds the next item ready in its hand."""

import asyncio


async def bounded_map(fn, items, limit):
    semaphore = asyncio.BoundedSemaphore(limit)
    tasks = []
    try:
        for item in items:
            await semaphore.acquire()
            failed = [task for task in tasks if task.done() and task.exception()]
            if failed:
                break
            task = asyncio.ensure_future(fn(item))
            task.add_done_callback(lambda _task: semaphore.release())
            tasks.append(task)
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
