import asyncio


async def all_or_nothing(jobs):
    ends = await asyncio.gather(*(job() for job in jobs), return_exceptions=True)
    errors = [end for end in ends if isinstance(end, Exception)]
    if errors:
        raise ExceptionGroup("failed", errors)
    return ends
