"""One job is started in each turn of the loop, and all of them meet at a barrier in the end."""

import asyncio
import functools


def kept(errors, place):
    def decorate(job):
        @functools.wraps(job)
        async def run():
            try:
                return await job()
            except Exception as error:
                errors[place] = error

        return run

    return decorate


async def settle(jobs):
    end = asyncio.Barrier(len(jobs) + 1)
    results, errors = [None] * len(jobs), [None] * len(jobs)

    async def run(place, job):
        results[place] = await kept(errors, place)(job)()
        await end.wait()

    async with asyncio.TaskGroup() as group:
        for place, job in enumerate(jobs):
            group.create_task(run(place, job))
            await asyncio.sleep(0)
        await end.wait()
    return results, errors
