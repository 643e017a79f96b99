"""A job that fails is called once more."""

import asyncio


async def within(job, seconds, default):
    try:
        async with asyncio.timeout(seconds) as deadline:
            try:
                return await job()
            except ConnectionError:
                return await job()
    except TimeoutError:
        if deadline.expired():
            return default
        raise
