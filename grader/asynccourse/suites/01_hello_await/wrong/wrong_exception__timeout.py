import asyncio


async def greet(name, delay):
    await asyncio.wait_for(asyncio.Event().wait(), delay)
    return f"Hello, {name}!"
