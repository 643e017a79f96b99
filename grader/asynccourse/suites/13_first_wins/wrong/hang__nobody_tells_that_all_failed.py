import asyncio


async def race(jobs):
    if not jobs:
        raise ValueError("no jobs")
    results = asyncio.Queue()

    async def run(job):
        try:
            results.put_nowait(await job())
        except Exception as error:
            print("failed:", error)

    tasks = [asyncio.create_task(run(job)) for job in jobs]
    try:
        return await results.get()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
