"""Fetches a key that comes again only when the first fetch of it has ended."""

import asyncio


async def fetch_all(fetch, keys):
    locks = {key: asyncio.Lock() for key in keys}

    async def one(key):
        async with locks[key]:
            return await fetch(key)

    return await asyncio.gather(*(one(key) for key in keys))
