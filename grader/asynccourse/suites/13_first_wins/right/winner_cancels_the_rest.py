"""The winner itself cancels the others; `gather` waits until all are quiet."""

import asyncio


async def race(jobs):
    if not jobs:
        raise ValueError("no jobs to race")
    results = []

    async def run(job):
        result = await job()
        if not results:
            results.append(result)
            for task in tasks:
                if task is not asyncio.current_task():
                    task.cancel()

    tasks = [asyncio.create_task(run(job)) for job in jobs]
    ends = asyncio.gather(*tasks, return_exceptions=True)
    errors = await ends
    if results:
        return results[0]
    raise ExceptionGroup("all failed", errors)
