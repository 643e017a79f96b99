"""The greeting as the result of the sleep itself."""

import asyncio


async def greet(name, delay):
    return await asyncio.sleep(delay, f"Hello, {name}!")
