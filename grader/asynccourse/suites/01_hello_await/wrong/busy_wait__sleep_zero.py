import asyncio
import time


async def greet(name, delay):
    end = time.monotonic() + delay
    while time.monotonic() < end:
        await asyncio.sleep(0)
    return f"Hello, {name}!"
