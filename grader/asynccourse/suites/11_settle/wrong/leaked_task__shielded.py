import asyncio


async def one(job):
    try:
        return await job(), None
    except Exception as error:
        return None, error


async def settle(jobs):
    pairs = await asyncio.gather(*[asyncio.shield(one(job)) for job in jobs])
    return [result for result, _ in pairs], [error for _, error in pairs]
