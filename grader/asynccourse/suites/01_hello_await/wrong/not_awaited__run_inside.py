import asyncio


async def greet(name, delay):
    asyncio.run(asyncio.sleep(delay))
    return f"Hello, {name}!"
