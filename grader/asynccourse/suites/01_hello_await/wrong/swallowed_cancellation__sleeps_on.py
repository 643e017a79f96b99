import asyncio


async def greet(name, delay):
    sleep = asyncio.create_task(asyncio.sleep(delay))
    try:
        await asyncio.shield(sleep)
    finally:
        await sleep
    return f"Hello, {name}!"
