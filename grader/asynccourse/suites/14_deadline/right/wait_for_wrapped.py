"""`asyncio.wait_for`, with the job's own errors packed up so that its TimeoutError is another."""

import asyncio


async def within(job, seconds, default):
    async def packed():
        try:
            return await job(), None
        except Exception as error:
            return None, error

    try:
        result, error = await asyncio.wait_for(packed(), seconds)
    except TimeoutError:
        return default
    if error is not None:
        raise error
    return result
