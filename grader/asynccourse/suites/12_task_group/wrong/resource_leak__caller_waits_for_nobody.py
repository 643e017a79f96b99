import asyncio


async def all_or_nothing(jobs):
    tasks = [asyncio.create_task(job()) for job in jobs]
    try:
        return await asyncio.gather(*tasks)
    except BaseException as error:
        for task in tasks:
            task.cancel()
        if isinstance(error, asyncio.CancelledError):
            raise
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        raise ExceptionGroup("failed", [end for end in ends if isinstance(end, Exception)])
