import asyncio


async def settle(jobs):
    if not jobs:
        return None
    ends = await asyncio.gather(*(job() for job in jobs), return_exceptions=True)
    errors = [end if isinstance(end, Exception) else None for end in ends]
    return [None if error else end for end, error in zip(ends, errors)], errors
