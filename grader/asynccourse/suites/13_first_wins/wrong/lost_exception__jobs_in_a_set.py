"""The jobs go into a set: one that is given twice is run once."""

import asyncio


async def race(jobs):
    if not jobs:
        raise ValueError("no jobs")
    tasks = [asyncio.create_task(job()) for job in set(jobs)]
    errors = []
    try:
        for ready in asyncio.as_completed(tasks):
            try:
                return await ready
            except Exception as error:
                errors.append(error)
        raise ExceptionGroup("all failed", errors)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
