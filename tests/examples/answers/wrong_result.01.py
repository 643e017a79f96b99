import asyncio


async def greet(name, delay):
    await asyncio.sleep(delay)
    return f"Hello {name}"
