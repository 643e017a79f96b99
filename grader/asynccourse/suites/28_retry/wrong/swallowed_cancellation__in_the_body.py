"""A cancellation while the body comes is taken for a lost connection."""

import asyncio
import random

import aiohttp


async def get_json(session, url, *, attempts, budget):
    loop = asyncio.get_running_loop()
    end = loop.time() + budget
    for attempt in range(1, attempts + 1):
        after = 0.0
        try:
            async with asyncio.timeout_at(end):
                async with session.get(url, raise_for_status=True) as response:
                    try:
                        return await response.json()
                    except asyncio.CancelledError as error:
                        if loop.time() >= end:
                            raise
                        raise aiohttp.ClientPayloadError from error
        except aiohttp.ClientResponseError as error:
            if error.status not in (429, 503) or attempt == attempts:
                raise
            after = float(error.headers.get("Retry-After", 0))
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError):
            if attempt == attempts:
                raise
        shortest = 0.1 * 2 ** (attempt - 1)
        pause = max(after, random.uniform(shortest, 2 * shortest))
        if loop.time() + pause > end:
            raise TimeoutError
        await asyncio.sleep(pause)
