"""The errors by their kind, to sort them: of two of the same kind only the last is kept."""

import asyncio


async def all_or_nothing(jobs):
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(job()) for job in jobs]
    except ExceptionGroup as failed:
        by_kind = {type(error): error for error in failed.exceptions}
        raise ExceptionGroup("no report", list(by_kind.values())) from None
    return [task.result() for task in tasks]
