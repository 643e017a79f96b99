import asyncio


async def greet(name, delay):
    await asyncio.sleep(delay + 0.05)
    return f"Hello, {name}!"
