import asyncio


async def race(jobs):
    if not jobs:
        raise ValueError("no jobs")
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(job()) for job in jobs]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        winner = next(task for task in tasks if task.done())
        for task in tasks:
            task.cancel()
    return winner.result()
