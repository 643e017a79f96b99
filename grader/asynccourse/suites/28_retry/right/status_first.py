"""Looks at the status first; gives up before a wait that doesn't fit; retries every 5xx."""

import asyncio
import random
import time

import aiohttp


async def get_json(session, url, *, attempts, budget):
    deadline = time.monotonic() + budget
    for attempt in range(attempts):
        after = 0
        left = aiohttp.ClientTimeout(total=deadline - time.monotonic())
        try:
            async with session.get(url, timeout=left) as response:
                if response.status in (429, 500, 502, 503, 504):
                    after = float(response.headers.get("retry-after", 0))
                response.raise_for_status()
                return await response.json(content_type=None)
        except aiohttp.ClientResponseError as reason:
            if reason.status not in (429, 500, 502, 503, 504):
                raise
            error = reason
        except aiohttp.ServerTimeoutError:
            raise
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError) as reason:
            error = reason
        wait = after + random.uniform(0.1 * 2**attempt, 0.1 * 2 ** (attempt + 1))
        if attempt == attempts - 1 or time.monotonic() + wait >= deadline:
            raise error
        await asyncio.sleep(wait)
    raise ValueError("no attempts")
