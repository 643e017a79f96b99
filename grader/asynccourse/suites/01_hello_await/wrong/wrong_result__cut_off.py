"""Keeps the first 255 characters of the name, as many a database does."""

import asyncio


async def greet(name, delay):
    await asyncio.sleep(delay)
    return f"Hello, {name[:255]}!"
