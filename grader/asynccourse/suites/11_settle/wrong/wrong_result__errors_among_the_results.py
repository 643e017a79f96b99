import asyncio


async def settle(jobs):
    results = await asyncio.gather(*(job() for job in jobs), return_exceptions=True)
    return results, [one if isinstance(one, Exception) else None for one in results]
