import asyncio
import sys


async def one(job):
    try:
        return await job(), None
    except:
        return None, sys.exc_info()[1]


async def settle(jobs):
    pairs = await asyncio.gather(*(one(job) for job in jobs))
    return [result for result, _ in pairs], [error for _, error in pairs]
