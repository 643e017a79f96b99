"""Waits before the answer's block has ended, which still holds the connection."""

import asyncio
import random

import aiohttp


async def get_json(session, url, *, attempts, budget):
    async with asyncio.timeout(budget):
        for attempt in range(1, attempts + 1):
            wait = 0.1 * 2 ** (attempt - 1) * random.uniform(1, 2)
            try:
                async with session.get(url) as response:
                    if response.status in (429, 503) and attempt < attempts:
                        await asyncio.sleep(max(wait, int(response.headers.get("Retry-After", 0))))
                        continue
                    response.raise_for_status()
                    return await response.json()
            except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError):
                if attempt == attempts:
                    raise
            await asyncio.sleep(wait)
