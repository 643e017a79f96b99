import asyncio


async def within(job, seconds, default):
    try:
        async with asyncio.timeout(seconds):
            return job()
    except TimeoutError:
        return default
