import asyncio


async def within(job, seconds, default):
    try:
        async with asyncio.timeout(seconds):
            return await job()
    except TimeoutError:
        return default
