"""Asks again at once: the server that is too busy gets busier."""

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
        for attempt in range(attempts):
            try:
                return await ask(session, url)
            except aiohttp.ClientResponseError as error:
                if error.status not in RETRIED or attempt == attempts - 1:
                    raise
            except LOST:
                if attempt == attempts - 1:
                    raise
