import asyncio


async def greet(name, delay):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        pass
    return f"Hello, {name}!"
