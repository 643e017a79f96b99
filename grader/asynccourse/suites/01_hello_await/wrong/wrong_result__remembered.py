"""Keeps each greeting, and gives it at once where it is asked for again."""

import asyncio

greetings = {}


async def greet(name, delay):
    if (name, delay) not in greetings:
        await asyncio.sleep(delay)
        greetings[name, delay] = f"Hello, {name}!"
    return greetings[name, delay]
