"""Whatever goes wrong is retried, except the statuses that it knows."""

import asyncio
import random

import aiohttp


async def get_json(session, url, *, attempts, budget):
    async with asyncio.timeout(budget):
        for attempt in range(1, attempts + 1):
            wait = 0.1 * 2 ** (attempt - 1) * random.uniform(1, 2)
            try:
                async with session.get(url) as response:
                    wait = max(wait, float(response.headers.get("Retry-After", 0)))
                    response.raise_for_status()
                    return await response.json()
            except Exception as error:
                status = getattr(error, "status", 503)
                if attempt == attempts or 400 <= status < 500 and status != 429:
                    raise
            await asyncio.sleep(wait)
