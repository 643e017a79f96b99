import asyncio


async def greet(name, delay):
    asyncio.create_task(asyncio.sleep(delay))
    return f"Hello, {name}!"
