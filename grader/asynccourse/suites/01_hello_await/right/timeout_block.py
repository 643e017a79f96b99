"""A future that nobody sets, under `asyncio.timeout`."""

import asyncio
import contextlib


async def greet(name, delay):
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(delay):
            await asyncio.get_running_loop().create_future()
    return f"Hello, {name}!"
