"""Where a connection was broken that must be the cause, and no other error is told."""

import asyncio


async def all_or_nothing(jobs):
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(job()) for job in jobs]
    except ExceptionGroup as failed:
        network = [error for error in failed.exceptions if isinstance(error, ConnectionError)]
        raise ExceptionGroup("no report", network or failed.exceptions) from None
    return [task.result() for task in tasks]
