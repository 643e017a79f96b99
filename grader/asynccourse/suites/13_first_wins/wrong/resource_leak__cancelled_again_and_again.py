import asyncio


async def race(jobs):
    if not jobs:
        raise ValueError("no jobs")
    tasks = [asyncio.create_task(job()) for job in jobs]
    errors = []
    try:
        for ready in asyncio.as_completed(tasks):
            try:
                return await ready
            except Exception as error:
                errors.append(error)
        raise ExceptionGroup("all failed", errors)
    finally:
        while not all(task.done() for task in tasks):
            for task in tasks:
                task.cancel()
            await asyncio.sleep(0)
        await asyncio.gather(*tasks, return_exceptions=True)
