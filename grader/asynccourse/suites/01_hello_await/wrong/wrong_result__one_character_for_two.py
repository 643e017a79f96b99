"""Normalizes the name: it looks the same, but has a character less."""

import asyncio
import unicodedata


async def greet(name, delay):
    await asyncio.sleep(delay)
    return f"Hello, {unicodedata.normalize('NFC', name)}!"
