"""The greeting is made first, while the sleep runs as a task; both are over at the end."""

import asyncio


async def greet(name, delay):
    nap = asyncio.create_task(asyncio.sleep(delay))
    greeting = f"Hello, {name}!"
    await nap
    return greeting
