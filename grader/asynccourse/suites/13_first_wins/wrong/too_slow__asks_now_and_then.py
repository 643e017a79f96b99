import asyncio


async def race(jobs):
    if not jobs:
        raise ValueError("no jobs")
    tasks = [asyncio.create_task(job()) for job in jobs]
    try:
        while not all(task.done() for task in tasks):
            await asyncio.sleep(0.3)
            for task in tasks:
                if task.done() and not task.exception():
                    return task.result()
        raise ExceptionGroup("all failed", [task.exception() for task in tasks])
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
