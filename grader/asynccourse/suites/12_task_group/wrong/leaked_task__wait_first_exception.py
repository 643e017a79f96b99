import asyncio


async def all_or_nothing(jobs):
    if not jobs:
        return []
    tasks = [asyncio.create_task(job()) for job in jobs]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    errors = [task.exception() for task in done if task.exception()]
    if errors:
        raise ExceptionGroup("failed", errors)
    return [task.result() for task in tasks]
