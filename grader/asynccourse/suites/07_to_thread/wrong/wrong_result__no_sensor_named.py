"""Hands over the function without its argument."""

import asyncio


async def read_all(read, sensors):
    return await asyncio.gather(*(asyncio.to_thread(read) for _ in sensors))
