"""No wait is longer than half a minute, whatever the answer says."""

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
    async with asyncio.timeout(budget):
        for attempt in range(1, attempts + 1):
            wait = 0.1 * 2 ** (attempt - 1) * random.uniform(1, 2)
            try:
                return await ask(session, url)
            except (aiohttp.ClientResponseError, *LOST) as error:
                if getattr(error, "status", 503) not in RETRIED or attempt == attempts:
                    raise
                wait = max(wait, min(30, retry_after(error)))
            await asyncio.sleep(wait)
