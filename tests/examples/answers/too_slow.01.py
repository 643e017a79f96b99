import asyncio


async def greet(name, delay):
    await asyncio.sleep(delay * 1000)
    return f"Hello, {name}!"
