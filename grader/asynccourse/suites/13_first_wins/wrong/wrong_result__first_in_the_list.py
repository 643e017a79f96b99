import asyncio


async def race(jobs):
    ends = await asyncio.gather(*(job() for job in jobs), return_exceptions=True)
    for end in ends:
        if not isinstance(end, Exception):
            return end
    raise ExceptionGroup("all failed", ends)
