"""Two tasks in a race: one asks again and again, the other sleeps as long as the budget lasts."""

import asyncio
from random import SystemRandom

import aiohttp

random = SystemRandom()


async def get_json(session, url, *, attempts, budget):
    asking = asyncio.ensure_future(keep_asking(session, url, attempts))
    sleeping = asyncio.ensure_future(asyncio.sleep(budget))
    try:
        await asyncio.wait([asking, sleeping], return_when=asyncio.FIRST_COMPLETED)
        if asking.done():
            return asking.result()
        raise TimeoutError
    finally:
        asking.cancel()
        sleeping.cancel()
        await asyncio.gather(asking, sleeping, return_exceptions=True)


async def keep_asking(session, url, attempts):
    error = None
    for exponent in range(attempts):
        if error is not None:
            shortest = 0.1 * 2 ** (exponent - 1)
            pause = shortest + random.random() * shortest
            headers = getattr(error, "headers", None) or {}
            await asyncio.sleep(max(pause, int(headers.get("Retry-After", "0"))))
        try:
            async with session.request("GET", url) as response:
                response.raise_for_status()
                return await response.json(encoding="utf-8")
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError) as lost:
            error = lost
        except aiohttp.ClientResponseError as refused:
            if refused.status not in (429, 503):
                raise
            error = refused
    raise error
