import asyncio


async def settle(jobs):
    tasks = [asyncio.create_task(job()) for job in jobs]
    if tasks:
        await asyncio.wait(tasks)
    errors = [task.exception() for task in tasks]
    return [None if task.exception() else task.result() for task in tasks], errors
