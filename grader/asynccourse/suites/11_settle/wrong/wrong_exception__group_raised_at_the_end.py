import asyncio


async def settle(jobs):
    ends = await asyncio.gather(*(job() for job in jobs), return_exceptions=True)
    errors = [end if isinstance(end, Exception) else None for end in ends]
    if any(errors):
        raise ExceptionGroup("some jobs failed", [error for error in errors if error])
    return ends, errors
