"""The waits grow, and what is random in them doesn't."""

import asyncio
import random

import aiohttp


async def get_json(session, url, *, attempts, budget):
    async with asyncio.timeout(budget):
        for attempt in range(1, attempts + 1):
            wait = 0.1 * 2 ** (attempt - 1) + random.uniform(0, 0.1)
            try:
                async with session.get(url) as response:
                    wait = max(wait, float(response.headers.get("Retry-After", 0)))
                    response.raise_for_status()
                    return await response.json()
            except aiohttp.ClientResponseError as error:
                if error.status not in (429, 503) or attempt == attempts:
                    raise
            except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError):
                if attempt == attempts:
                    raise
            await asyncio.sleep(wait)
