"""A dict with a task for each job: a job that is there twice runs twice, and has one result."""

import asyncio


async def all_or_nothing(jobs):
    async with asyncio.TaskGroup() as group:
        tasks = {job: group.create_task(job()) for job in jobs}
    return [task.result() for task in tasks.values()]
