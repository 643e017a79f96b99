import asyncio


async def all_or_nothing(jobs):
    tasks = []
    try:
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                tasks.append(group.create_task(job()))
    except ExceptionGroup as failed:
        return failed
    return [task.result() for task in tasks]
