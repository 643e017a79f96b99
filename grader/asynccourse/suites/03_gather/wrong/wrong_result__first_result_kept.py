"""Keeps the first result of each key, also for the next call."""

import asyncio

results = {}


async def fetch_all(fetch, keys):
    async def one(key):
        return results.setdefault(key, await fetch(key))

    return await asyncio.gather(*(one(key) for key in keys))
