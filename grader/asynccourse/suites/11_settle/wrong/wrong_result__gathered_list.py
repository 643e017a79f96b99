import asyncio


async def settle(jobs):
    return await asyncio.gather(*(job() for job in jobs), return_exceptions=True)
