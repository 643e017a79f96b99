"""Hands over a copy of each error."""

import asyncio
import copy


async def one(job):
    try:
        return await job(), None
    except Exception as error:
        return None, copy.copy(error)


async def settle(jobs):
    pairs = await asyncio.gather(*(one(job) for job in jobs))
    return [result for result, _ in pairs], [error for _, error in pairs]
