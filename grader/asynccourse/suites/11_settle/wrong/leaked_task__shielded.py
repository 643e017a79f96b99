import asyncio


async def settle(jobs):
    shields = [asyncio.shield(job()) for job in jobs]
    ends = await asyncio.gather(*shields, return_exceptions=True)
    errors = [end if isinstance(end, Exception) else None for end in ends]
    return [None if error else end for end, error in zip(ends, errors)], errors
