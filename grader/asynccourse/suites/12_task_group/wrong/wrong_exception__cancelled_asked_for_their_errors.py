"""Asks also those for their error that were cancelled, which raises CancelledError."""

import asyncio


async def all_or_nothing(jobs):
    tasks = [asyncio.create_task(job()) for job in jobs]
    if not tasks:
        return []
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    errors = [task.exception() for task in tasks if task.exception()]
    if errors:
        raise ExceptionGroup("failed", errors)
    return [task.result() for task in tasks]
