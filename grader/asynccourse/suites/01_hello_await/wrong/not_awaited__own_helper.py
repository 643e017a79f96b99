import asyncio


async def wait(delay):
    await asyncio.sleep(delay)


async def greet(name, delay):
    wait(delay)
    return "Hello, " + name + "!"
