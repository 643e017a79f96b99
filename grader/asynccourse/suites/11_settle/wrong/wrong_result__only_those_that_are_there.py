import asyncio


async def settle(jobs):
    ends = await asyncio.gather(*(job() for job in jobs), return_exceptions=True)
    results = [end for end in ends if not isinstance(end, Exception)]
    errors = [end for end in ends if isinstance(end, Exception)]
    return results, errors
