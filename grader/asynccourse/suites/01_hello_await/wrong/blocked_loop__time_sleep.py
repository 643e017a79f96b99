import time


async def greet(name, delay):
    time.sleep(delay)
    return f"Hello, {name}!"
