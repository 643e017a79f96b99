"""The headers come in time; the body may take for ever."""

import asyncio
import random

import aiohttp

RETRIED = (429, 503)
LOST = (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError)


async def get_json(session, url, *, attempts, budget):
    loop = asyncio.get_running_loop()
    end = loop.time() + budget
    for attempt in range(1, attempts + 1):
        try:
            async with asyncio.timeout_at(end):
                response = await session.get(url)
            async with response:
                response.raise_for_status()
                return await response.json()
        except (aiohttp.ClientResponseError, *LOST) as error:
            if getattr(error, "status", 503) not in RETRIED or attempt == attempts:
                raise
            after = float((getattr(error, "headers", None) or {}).get("Retry-After", 0))
            wait = max(0.1 * 2 ** (attempt - 1) * random.uniform(1, 2), after)
            if loop.time() + wait > end:
                raise
        await asyncio.sleep(wait)
