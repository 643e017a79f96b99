"""`gather` with the exceptions among the results, which are then told apart."""

import asyncio


async def settle(jobs):
    ends = await asyncio.gather(*(job() for job in jobs), return_exceptions=True)
    results = [None if isinstance(end, BaseException) else end for end in ends]
    errors = [end if isinstance(end, BaseException) else None for end in ends]
    return results, errors
