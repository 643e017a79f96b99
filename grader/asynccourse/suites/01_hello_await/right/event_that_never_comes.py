"""Waiting for an event that nobody sets, with a time limit."""

import asyncio


async def greet(name, delay):
    try:
        await asyncio.wait_for(asyncio.Event().wait(), delay)
    except TimeoutError:
        pass
    return f"Hello, {name}!"
