import asyncio


async def within(job, seconds, default):
    loop = asyncio.get_running_loop()
    began = loop.time()
    result = await job()
    if loop.time() - began > seconds:
        return default
    return result
