import asyncio


async def settle(jobs):
    tasks = [asyncio.create_task(job()) for job in jobs]
    try:
        while not all(task.done() for task in tasks):
            await asyncio.sleep(0.1)
    finally:
        for task in tasks:
            task.cancel()
    errors = [task.exception() for task in tasks]
    return [None if task.exception() else task.result() for task in tasks], errors
