"""A TaskGroup, which the winner ends by raising an exception made for that."""

import asyncio


class Won(Exception):
    pass


async def race(jobs):
    if not jobs:
        raise ValueError("no jobs")
    winners, errors = [], []

    async def run(job):
        try:
            result = await job()
        except Exception as error:
            errors.append(error)
        else:
            winners.append(result)
            raise Won

    try:
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                group.create_task(run(job))
    except* Won:
        pass
    if winners:
        return winners[0]
    raise ExceptionGroup("nobody won", errors)
