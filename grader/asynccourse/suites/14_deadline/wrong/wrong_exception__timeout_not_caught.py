import asyncio


async def within(job, seconds, default):
    async with asyncio.timeout(seconds):
        return await job()
    return default
