"""An awaitable of one's own, and a helper around it."""

import asyncio


class Pause:
    def __init__(self, seconds):
        self.seconds = seconds

    def __await__(self):
        return asyncio.sleep(self.seconds).__await__()


async def after(seconds, value):
    await Pause(seconds)
    return value


async def greet(name, delay):
    return await after(delay, "Hello, " + name + "!")
