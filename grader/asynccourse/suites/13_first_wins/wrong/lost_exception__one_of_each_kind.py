"""The errors go into a dictionary by their kind: of two of a kind, one is lost."""

import asyncio


async def race(jobs):
    if not jobs:
        raise ValueError("no jobs")
    tasks = [asyncio.create_task(job()) for job in jobs]
    errors = {}
    try:
        for ready in asyncio.as_completed(tasks):
            try:
                return await ready
            except Exception as error:
                errors[type(error)] = error
        raise ExceptionGroup("all failed", list(errors.values()))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
