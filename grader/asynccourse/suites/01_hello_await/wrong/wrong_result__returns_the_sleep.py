import asyncio


async def greet(name, delay):
    return await asyncio.sleep(delay)
