"""Each retry is a call of itself, with one attempt less and a longer wait."""

import asyncio
import json
import random

import aiohttp

LOST = aiohttp.ClientConnectionError, aiohttp.ClientPayloadError


async def get_json(session, url, *, attempts, budget):
    async with asyncio.timeout(budget):
        return await ask(session, url, attempts, 0.1)


async def ask(session, url, left, wait):
    seconds = random.triangular(wait, 2 * wait)
    try:
        async with session.request("GET", url, raise_for_status=True) as response:
            return json.loads(await response.read())
    except LOST:
        if left == 1:
            raise
    except aiohttp.ClientResponseError as error:
        if left == 1 or error.status not in (429, 503):
            raise
        seconds = max(seconds, int(error.headers.get("Retry-After", "0")))
    await asyncio.sleep(seconds)
    return await ask(session, url, left - 1, wait * 2)
