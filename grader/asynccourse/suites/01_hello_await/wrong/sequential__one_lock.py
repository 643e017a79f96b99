import asyncio

lock = asyncio.Lock()


async def greet(name, delay):
    async with lock:
        await asyncio.sleep(delay)
    return f"Hello, {name}!"
