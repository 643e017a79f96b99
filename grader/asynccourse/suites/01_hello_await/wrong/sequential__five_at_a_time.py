"""Lets five greetings wait at once, and the sixth for one of them."""

import asyncio

places = asyncio.Semaphore(5)


async def greet(name, delay):
    async with places:
        await asyncio.sleep(delay)
    return f"Hello, {name}!"
