"""Takes a LookupError to say that there is nothing under that key."""

import asyncio


async def fetch_all(fetch, keys):
    async def one(key):
        try:
            return await fetch(key)
        except LookupError:
            return None

    return await asyncio.gather(*(one(key) for key in keys))
