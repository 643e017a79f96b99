"""Never gives an answer's connection back: a long page keeps it."""

import asyncio
import random

import aiohttp

RETRIED = (429, 503)
LOST = (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError)


async def get_json(session, url, *, attempts, budget):
    async with asyncio.timeout(budget):
        for attempt in range(1, attempts + 1):
            wait = 0.1 * 2 ** (attempt - 1) * random.uniform(1, 2)
            try:
                response = await session.get(url)
                if response.status in RETRIED and attempt < attempts:
                    wait = max(wait, float(response.headers.get("Retry-After", 0)))
                else:
                    response.raise_for_status()
                    return await response.json()
            except LOST:
                if attempt == attempts:
                    raise
            await asyncio.sleep(wait)
