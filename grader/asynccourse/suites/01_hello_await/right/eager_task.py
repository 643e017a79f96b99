"""An eager task, where Python has them (3.12+)."""

import asyncio


async def greet(name, delay):
    loop = asyncio.get_running_loop()
    make = getattr(asyncio, "eager_task_factory", lambda _loop, coro: asyncio.ensure_future(coro))
    await make(loop, asyncio.sleep(delay))
    return f"Hello, {name}!"
