"""Looks at the clock between the requests, and lets a slow one go on."""

import asyncio
import random

import aiohttp

RETRIED = (429, 503)
LOST = (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError)


async def ask(session, url):
    async with session.get(url) as response:
        response.raise_for_status()
        return await response.json()


def retry_after(error):
    return float((getattr(error, "headers", None) or {}).get("Retry-After", 0))


async def get_json(session, url, *, attempts, budget):
    loop = asyncio.get_running_loop()
    end = loop.time() + budget
    for attempt in range(1, attempts + 1):
        try:
            return await ask(session, url)
        except (aiohttp.ClientResponseError, *LOST) as error:
            if getattr(error, "status", 503) not in RETRIED or attempt == attempts:
                raise
            wait = max(0.1 * 2 ** (attempt - 1) * random.uniform(1, 2), retry_after(error))
            if loop.time() + wait > end:
                raise
        await asyncio.sleep(wait)
