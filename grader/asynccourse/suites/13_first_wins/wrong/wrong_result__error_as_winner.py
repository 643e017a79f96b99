import asyncio


async def run(job):
    try:
        return await job()
    except Exception as error:
        return error


async def race(jobs):
    tasks = [asyncio.create_task(run(job)) for job in jobs]
    try:
        for ready in asyncio.as_completed(tasks):
            return await ready
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
