"""Gives up on all fetches after five minutes."""

import asyncio


async def fetch_all(fetch, keys):
    async with asyncio.timeout(300):
        return await asyncio.gather(*(fetch(key) for key in keys))
