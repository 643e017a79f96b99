"""The request is retried, the reading of its body isn't."""

import asyncio
import random

import aiohttp

RETRIED = (429, 503)
LOST = (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError)


async def get_json(session, url, *, attempts, budget):
    async with asyncio.timeout(budget):
        for attempt in range(1, attempts + 1):
            try:
                response = await session.get(url, raise_for_status=True)
                break
            except (aiohttp.ClientResponseError, *LOST) as error:
                if getattr(error, "status", 503) not in RETRIED or attempt == attempts:
                    raise
                after = float((getattr(error, "headers", None) or {}).get("Retry-After", 0))
                wait = max(0.1 * 2 ** (attempt - 1) * random.uniform(1, 2), after)
            await asyncio.sleep(wait)
        async with response:
            return await response.json()
