"""An async generator of ends, closed as soon as one of them is a success."""

import asyncio
import contextlib


async def ends(jobs):
    queue = asyncio.Queue()
    tasks = [asyncio.create_task(job()) for job in jobs]
    for task in tasks:
        task.add_done_callback(queue.put_nowait)
    try:
        for _ in tasks:
            yield await queue.get()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def race(jobs):
    if not jobs:
        raise ValueError("a race of none")
    failed = []
    async with contextlib.aclosing(ends(jobs)) as all_ends:
        async for task in all_ends:
            if task.exception() is None:
                return task.result()
            failed.append(task.exception())
    raise ExceptionGroup(f"all {len(failed)} failed", failed)
