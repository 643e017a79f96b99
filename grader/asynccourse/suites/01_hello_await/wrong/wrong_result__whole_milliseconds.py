"""Drops what is less than a millisecond of the delay."""

import asyncio


async def greet(name, delay):
    await asyncio.sleep(int(delay * 1000) / 1000)
    return f"Hello, {name}!"
