"""Ends as they come, until one is an error."""

import asyncio


async def all_or_nothing(jobs):
    tasks = [asyncio.create_task(job()) for job in jobs]
    failed = False
    try:
        for ready in asyncio.as_completed(tasks):
            await ready
    except Exception:
        failed = True
    finally:
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
    if failed:
        raise ExceptionGroup("failed", [end for end in ends if isinstance(end, Exception)])
    return ends
