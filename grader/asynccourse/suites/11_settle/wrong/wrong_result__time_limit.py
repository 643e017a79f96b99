"""Gives no job more than thirty seconds, and hands over the TimeoutError as its own."""

import asyncio


async def one(job):
    try:
        async with asyncio.timeout(30):
            return await job(), None
    except Exception as error:
        return None, error


async def settle(jobs):
    pairs = await asyncio.gather(*(one(job) for job in jobs))
    return [result for result, _ in pairs], [error for _, error in pairs]
