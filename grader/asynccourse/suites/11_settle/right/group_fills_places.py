"""A TaskGroup whose tasks fill the places of two lists."""

import asyncio


async def settle(jobs):
    results, errors = [None] * len(jobs), [None] * len(jobs)

    async def fill(place, job):
        try:
            results[place] = await job()
        except asyncio.CancelledError:
            raise
        except BaseException as error:
            errors[place] = error

    async with asyncio.TaskGroup() as group:
        for place, job in enumerate(jobs):
            group.create_task(fill(place, job))
    return results, errors
