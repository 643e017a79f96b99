"""Tasks first, then their results in order; on the way out whatever still runs is cancelled."""

import asyncio


async def fetch_all(fetch, keys):
    async def one(key):
        return await fetch(key)

    tasks = [asyncio.create_task(one(key)) for key in keys]
    try:
        return [await task for task in tasks]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
