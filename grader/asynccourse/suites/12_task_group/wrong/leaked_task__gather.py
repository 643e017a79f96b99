import asyncio


async def all_or_nothing(jobs):
    return await asyncio.gather(*(job() for job in jobs))
