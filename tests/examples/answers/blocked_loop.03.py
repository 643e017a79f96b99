import asyncio
import time


async def fetch_all(fetch, keys):
    async def one(key):
        time.sleep(0.1)
        return await fetch(key)

    return await asyncio.gather(*(one(key) for key in keys))
