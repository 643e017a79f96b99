"""aiohttp's own time-out, set to what is left of the budget, for each request."""

import asyncio
import random

import aiohttp


async def get_json(session, url, *, attempts, budget):
    loop = asyncio.get_running_loop()
    end = loop.time() + budget
    attempt = 0
    while True:
        attempt += 1
        left = aiohttp.ClientTimeout(total=end - loop.time())
        try:
            async with session.get(url, timeout=left) as response:
                response.raise_for_status()
                return await response.json()
        except aiohttp.ClientError as error:
            if isinstance(error, aiohttp.ClientResponseError):
                if error.status not in (429, 503):
                    raise
            if attempt >= attempts:
                raise
            wait = random.uniform(1, 2) * 0.1 * 2 ** (attempt - 1)
            if getattr(error, "headers", None):
                wait = max(wait, float(error.headers.get("Retry-After") or 0))
            if loop.time() + wait > end:
                raise
        await asyncio.sleep(wait)
