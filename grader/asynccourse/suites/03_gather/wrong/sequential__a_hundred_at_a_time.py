"""Lets a hundred fetches in at once, and the others wait."""

import asyncio


async def fetch_all(fetch, keys):
    gate = asyncio.Semaphore(100)

    async def one(key):
        async with gate:
            return await fetch(key)

    return await asyncio.gather(*(one(key) for key in keys))
