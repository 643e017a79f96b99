"""A semaphore lets no more than eight jobs run at a time."""

import asyncio


async def race(jobs):
    if not jobs:
        raise ValueError("no jobs")
    places = asyncio.Semaphore(8)

    async def run(job):
        async with places:
            return await job()

    pending = {asyncio.create_task(run(job)) for job in jobs}
    errors = []
    try:
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            errors += [task.exception() for task in done if task.exception()]
            for task in done:
                if task.exception() is None:
                    return task.result()
        raise ExceptionGroup("all failed", errors)
    finally:
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
