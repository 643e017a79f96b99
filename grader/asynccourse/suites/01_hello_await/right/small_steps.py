"""Many small steps by the loop's own clock, the last of which ends when the time has come."""

import asyncio


async def greet(name, delay):
    loop = asyncio.get_running_loop()
    end = loop.time() + delay
    while (left := end - loop.time()) > 0:
        await asyncio.sleep(min(left, 0.001))
    return f"Hello, {name}!"
