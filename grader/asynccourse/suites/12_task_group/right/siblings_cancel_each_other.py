"""Whichever job fails first cancels its siblings itself; every error goes on one list."""

import asyncio


async def all_or_nothing(jobs):
    tasks, errors = [], []

    async def run(job):
        try:
            return await job()
        except Exception as error:
            if not errors:
                for task in tasks:
                    if task is not asyncio.current_task():
                        task.cancel()
            errors.append(error)

    tasks.extend(asyncio.create_task(run(job)) for job in jobs)
    try:
        ends = await asyncio.gather(*tasks, return_exceptions=True)
    except asyncio.CancelledError:
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
    if errors:
        raise ExceptionGroup("some jobs failed", errors)
    return ends
