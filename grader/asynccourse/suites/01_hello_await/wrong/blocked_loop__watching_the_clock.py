import time


async def greet(name, delay):
    end = time.monotonic() + delay
    while time.monotonic() < end:
        pass
    return f"Hello, {name}!"
