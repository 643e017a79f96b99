import asyncio


async def within(job, seconds, default):
    try:
        return await asyncio.wait_for(job(), seconds)
    except Exception:
        return default
