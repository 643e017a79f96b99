"""A method in the function's place; without a delay it doesn't wait at all."""

import asyncio


class Greeter:
    def __init__(self, word):
        self.word = word

    async def greet(self, name, delay):
        if delay > 0:
            await asyncio.sleep(delay)
        return f"{self.word}, {name}!"


greet = Greeter("Hello").greet
