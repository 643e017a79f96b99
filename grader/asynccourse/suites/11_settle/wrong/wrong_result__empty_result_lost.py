import asyncio


async def settle(jobs):
    ends = await asyncio.gather(*(job() for job in jobs), return_exceptions=True)
    errors = [end if isinstance(end, Exception) else None for end in ends]
    results = [end if end and not error else None for end, error in zip(ends, errors)]
    return results, errors
