import asyncio


async def bounded_map(fn, items, limit):
    return await asyncio.gather(*(fn(item) for item in items))
