import asyncio


async def greet(name, delay):
    await asyncio.shield(asyncio.sleep(delay))
    return f"Hello, {name}!"
