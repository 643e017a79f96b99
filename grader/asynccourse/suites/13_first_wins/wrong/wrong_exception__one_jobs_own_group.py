"""Of all errors the first group is raised, which is what one of the jobs had raised."""

import asyncio


async def race(jobs):
    if not jobs:
        raise ValueError("no jobs")
    pending = {asyncio.create_task(job()) for job in jobs}
    errors = []
    try:
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            errors += [task.exception() for task in done if task.exception()]
            for task in done:
                if not task.exception():
                    return task.result()
        groups = [error for error in errors if isinstance(error, ExceptionGroup)]
        raise groups[0] if groups else ExceptionGroup("all jobs failed", errors)
    finally:
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
