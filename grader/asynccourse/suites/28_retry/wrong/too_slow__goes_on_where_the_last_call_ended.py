"""The waits grow from one call to the next, for the same URL."""

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


failed = {}


async def get_json(session, url, *, attempts, budget):
    async with asyncio.timeout(budget):
        for attempt in range(1, attempts + 1):
            try:
                result = await ask(session, url)
                failed.pop(url, None)
                return result
            except (aiohttp.ClientResponseError, *LOST) as error:
                if getattr(error, "status", 503) not in RETRIED or attempt == attempts:
                    raise
                failed[url] = failed.get(url, 0) + 1
                wait = 0.1 * 2 ** (failed[url] - 1) * random.uniform(1, 2)
                wait = max(wait, retry_after(error))
            await asyncio.sleep(wait)
