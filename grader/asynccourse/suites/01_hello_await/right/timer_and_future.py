"""A future, and a callback of the loop's that sets it when the time has come."""

import asyncio


async def greet(name, delay):
    loop = asyncio.get_running_loop()
    greeting = loop.create_future()
    timer = loop.call_later(delay, greeting.set_result, f"Hello, {name}!")
    try:
        return await greeting
    finally:
        timer.cancel()
