import asyncio


async def race(jobs):
    tasks = [asyncio.create_task(job()) for job in jobs]
    try:
        for ready in asyncio.as_completed(tasks):
            try:
                return await ready
            except Exception as error:
                print("failed:", error)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
