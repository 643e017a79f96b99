import asyncio


async def settle(jobs):
    tasks = [asyncio.create_task(job()) for job in jobs]
    while any(not task.done() for task in tasks):
        await asyncio.sleep(0)
    errors = [task.exception() for task in tasks]
    return [None if task.exception() else task.result() for task in tasks], errors
