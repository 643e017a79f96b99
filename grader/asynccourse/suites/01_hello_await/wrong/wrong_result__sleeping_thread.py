import asyncio
import time


async def greet(name, delay):
    await asyncio.to_thread(time.sleep, delay)
    return f"Hello, {name}!"
