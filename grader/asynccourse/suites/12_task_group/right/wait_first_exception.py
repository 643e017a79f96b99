"""Tasks by hand: `asyncio.wait` for the first error, then cancel, then wait for the end of all."""

import asyncio


async def all_or_nothing(jobs):
    if not jobs:
        return []
    tasks = [asyncio.create_task(job()) for job in jobs]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    errors = [task.exception() for task in tasks if not task.cancelled() and task.exception()]
    if errors:
        raise ExceptionGroup(f"{len(errors)} jobs failed", errors)
    return [task.result() for task in tasks]
