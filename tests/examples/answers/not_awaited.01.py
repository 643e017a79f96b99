import asyncio


async def greet(name, delay):
    asyncio.sleep(delay)
    return f"Hello, {name}!"
