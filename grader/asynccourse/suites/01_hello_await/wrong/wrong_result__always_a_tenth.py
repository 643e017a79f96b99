import asyncio


async def greet(name, delay):
    await asyncio.sleep(0.1)
    return f"Hello, {name}!"
