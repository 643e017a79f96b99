import asyncio


async def settle(jobs):
    tasks = [asyncio.create_task(job()) for job in jobs]
    if tasks:
        await asyncio.wait(tasks)
    return [task.result() for task in tasks], [task.exception() for task in tasks]
