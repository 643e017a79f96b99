"""Cancels what is in flight when a call fails, but not when the caller is cancelled."""

import asyncio


async def bounded_map(fn, items, limit):
    free = asyncio.Semaphore(limit)
    tasks = []

    async def one(item):
        try:
            return await fn(item)
        finally:
            free.release()

    try:
        for item in items:
            await free.acquire()
            if any(task.done() and task.exception() for task in tasks):
                break
            tasks.append(asyncio.create_task(one(item)))
        return await asyncio.gather(*tasks)
    except Exception:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
