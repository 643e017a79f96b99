import asyncio


async def within(job, seconds, default):
    try:
        async with asyncio.timeout(seconds or None) as deadline:
            return await job()
    except TimeoutError:
        if not deadline.expired():
            raise
        return default
