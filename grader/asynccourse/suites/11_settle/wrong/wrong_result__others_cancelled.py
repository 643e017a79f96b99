import asyncio


async def settle(jobs):
    tasks = []
    try:
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                tasks.append(group.create_task(job()))
    except ExceptionGroup:
        pass
    errors = [None if task.cancelled() else task.exception() for task in tasks]
    results = [None if task.cancelled() or task.exception() else task.result() for task in tasks]
    return results, errors
