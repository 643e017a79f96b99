"""Takes apart what it raises down to single errors, also the group that a job had raised."""

import asyncio


def leaves(error):
    if isinstance(error, ExceptionGroup):
        return [leaf for inner in error.exceptions for leaf in leaves(inner)]
    return [error]


async def all_or_nothing(jobs):
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(job()) for job in jobs]
    except ExceptionGroup as failed:
        raise ExceptionGroup("no report", leaves(failed)) from None
    return [task.result() for task in tasks]
