"""Sleeps for what is left, and then asks a last time, too early."""

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
            async with asyncio.timeout_at(max(end, loop.time() + 0.001)):
                return await ask(session, url)
        except (aiohttp.ClientResponseError, *LOST) as error:
            if getattr(error, "status", 503) not in RETRIED or attempt == attempts:
                raise
            if loop.time() >= end:
                raise
            wait = max(0.1 * 2 ** (attempt - 1) * random.uniform(1, 2), retry_after(error))
        await asyncio.sleep(min(wait, end - loop.time()))
