"""`asyncio.timeout_at`, with the question turned round."""

import asyncio


async def within(job, seconds, default):
    when = asyncio.get_running_loop().time() + seconds
    try:
        async with asyncio.timeout_at(when) as scope:
            result = await job()
    except TimeoutError:
        if scope.expired():
            result = default
        else:
            raise
    return result
