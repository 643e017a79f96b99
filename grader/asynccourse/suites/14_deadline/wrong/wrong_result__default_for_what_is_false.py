import asyncio


async def within(job, seconds, default):
    result = None
    try:
        async with asyncio.timeout(seconds) as deadline:
            result = await job()
    except TimeoutError:
        if not deadline.expired():
            raise
    return result or default
