"""Keeps the Retry-After of an earlier answer for the later waits."""

import asyncio
import random

import aiohttp


async def get_json(session, url, *, attempts, budget):
    after = 0
    async with asyncio.timeout(budget):
        for attempt in range(1, attempts + 1):
            try:
                async with session.get(url, raise_for_status=True) as response:
                    return await response.json()
            except aiohttp.ClientResponseError as error:
                if error.status not in (429, 503) or attempt == attempts:
                    raise
                if "Retry-After" in error.headers:
                    after = float(error.headers["Retry-After"])
            except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError):
                if attempt == attempts:
                    raise
            shortest = 0.1 * 2 ** (attempt - 1)
            await asyncio.sleep(max(after, random.uniform(shortest, 2 * shortest)))
