"""Raises the first error in the end, and not the last."""

import asyncio
import random

import aiohttp


async def get_json(session, url, *, attempts, budget):
    first = None
    async with asyncio.timeout(budget):
        for attempt in range(1, attempts + 1):
            after = 0.0
            try:
                async with session.get(url, raise_for_status=True) as response:
                    return await response.json()
            except aiohttp.ClientResponseError as error:
                if error.status not in (429, 503):
                    raise
                first = first or error
                after = float(error.headers.get("Retry-After", 0))
            except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError) as error:
                first = first or error
            if attempt == attempts:
                raise first
            shortest = 0.1 * 2 ** (attempt - 1)
            await asyncio.sleep(max(after, random.uniform(shortest, 2 * shortest)))
