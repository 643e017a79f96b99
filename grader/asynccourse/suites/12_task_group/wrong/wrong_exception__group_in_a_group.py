import asyncio


async def all_or_nothing(jobs):
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(job()) for job in jobs]
    except* Exception as failed:
        raise ExceptionGroup("all or nothing", [failed])
    return [task.result() for task in tasks]
