"""A semaphore lets no more than ten jobs run at a time."""

import asyncio


async def settle(jobs):
    limit = asyncio.Semaphore(10)

    async def one(job):
        async with limit:
            try:
                return await job(), None
            except Exception as error:
                return None, error

    pairs = await asyncio.gather(*(one(job) for job in jobs))
    return [result for result, _ in pairs], [error for _, error in pairs]
