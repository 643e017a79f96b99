"""A deadline kept by hand: each request gets what is left of the budget."""

import asyncio
import random
import time

import aiohttp


async def get_json(session, url, *, attempts, budget):
    deadline = time.monotonic() + budget
    for number in range(1, attempts + 1):
        wait = 0.1 * 2 ** (number - 1) * (1 + random.random())
        try:
            async with asyncio.timeout(deadline - time.monotonic()):
                async with session.get(url) as response:
                    if response.status in (429, 503) and number < attempts:
                        after = response.headers.get("Retry-After")
                        if after is not None:
                            wait = int(after)
                    else:
                        response.raise_for_status()
                        return await response.json()
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError):
            if number == attempts:
                raise
        if time.monotonic() + wait >= deadline:
            raise TimeoutError(f"no answer in {budget} s")
        await asyncio.sleep(wait)
    raise ValueError("no attempts")
