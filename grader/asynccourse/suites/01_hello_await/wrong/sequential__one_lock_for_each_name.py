"""Two greetings of one name wait for each other."""

import asyncio

locks = {}


async def greet(name, delay):
    async with locks.setdefault(name, asyncio.Lock()):
        await asyncio.sleep(delay)
    return f"Hello, {name}!"
