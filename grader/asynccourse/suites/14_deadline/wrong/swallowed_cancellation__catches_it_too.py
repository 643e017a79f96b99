import asyncio


async def within(job, seconds, default):
    try:
        async with asyncio.timeout(seconds) as deadline:
            return await job()
    except (TimeoutError, asyncio.CancelledError) as error:
        if isinstance(error, TimeoutError) and not deadline.expired():
            raise
        return default
