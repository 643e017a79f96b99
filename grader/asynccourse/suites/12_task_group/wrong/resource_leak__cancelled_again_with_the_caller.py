import asyncio


async def all_or_nothing(jobs):
    tasks = [asyncio.ensure_future(job()) for job in jobs]
    try:
        return list(await asyncio.gather(*tasks))
    except BaseException as first:
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        if isinstance(first, asyncio.CancelledError):
            raise
        raise ExceptionGroup("failed", [end for end in ends if isinstance(end, Exception)])
