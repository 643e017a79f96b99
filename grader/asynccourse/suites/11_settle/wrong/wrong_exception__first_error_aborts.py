import asyncio


async def settle(jobs):
    results = await asyncio.gather(*(job() for job in jobs))
    return results, [None] * len(results)
