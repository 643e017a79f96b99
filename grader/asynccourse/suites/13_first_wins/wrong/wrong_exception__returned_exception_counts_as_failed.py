"""An exception that a job returns is taken for one that it raised."""

import asyncio


async def attempt(job):
    try:
        return await job()
    except Exception as error:
        return error


async def race(jobs):
    if not jobs:
        raise ValueError("no jobs")
    pending = {asyncio.create_task(attempt(job)) for job in jobs}
    errors = []
    try:
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                if not isinstance(task.result(), Exception):
                    return task.result()
                errors.append(task.result())
        raise ExceptionGroup("all failed", errors)
    finally:
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
