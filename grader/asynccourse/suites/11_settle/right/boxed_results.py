"""`gather(return_exceptions=True)`, with each result in a box: what is in no box is an error."""

import asyncio


async def boxed(job):
    return [await job()]


async def settle(jobs):
    ends = await asyncio.gather(*map(boxed, jobs), return_exceptions=True)
    results = [end[0] if isinstance(end, list) else None for end in ends]
    errors = [None if isinstance(end, list) else end for end in ends]
    return results, errors
