"""Waits for a day at most."""

import asyncio


async def greet(name, delay):
    await asyncio.sleep(min(delay, 24 * 3600))
    return f"Hello, {name}!"
