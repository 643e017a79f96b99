"""`except*` wraps a single error in a group, and takes a job's own group for such a one."""

import asyncio


async def settle(jobs):
    results, errors = [None] * len(jobs), [None] * len(jobs)

    async def run(place, job):
        try:
            results[place] = await job()
        except* Exception as group:
            errors[place] = group.exceptions[0]

    async with asyncio.TaskGroup() as group:
        for place, job in enumerate(jobs):
            group.create_task(run(place, job))
    return results, errors
