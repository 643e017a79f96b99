import asyncio


async def settle(jobs):
    results, errors = [None] * len(jobs), [None] * len(jobs)

    async def one(place, job):
        try:
            results[place] = await job()
        except BaseException as error:
            errors[place] = error

    async with asyncio.TaskGroup() as group:
        for place, job in enumerate(jobs):
            group.create_task(one(place, job))
    return results, errors
