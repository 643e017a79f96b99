"""Makes a fetch that fails once more."""

import asyncio


async def fetch_all(fetch, keys):
    async def one(key):
        try:
            return await fetch(key)
        except OSError:
            return await fetch(key)

    return await asyncio.gather(*(one(key) for key in keys))
