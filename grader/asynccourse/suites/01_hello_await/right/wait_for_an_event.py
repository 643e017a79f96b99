"""wait() with a timeout, on a future that nobody will ever end."""

import asyncio


async def greet(name, delay):
    never = asyncio.get_running_loop().create_future()
    try:
        await asyncio.wait([never], timeout=delay)
    finally:
        never.cancel()
    return f"Hello, {name}!"
