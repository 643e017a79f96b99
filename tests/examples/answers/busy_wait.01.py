import asyncio


async def greet(name, delay):
    waiting = asyncio.create_task(asyncio.sleep(delay))
    while not waiting.done():
        await asyncio.sleep(0)
    return f"Hello, {name}!"
