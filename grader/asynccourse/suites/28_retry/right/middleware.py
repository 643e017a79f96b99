"""A middleware of aiohttp's own retries where there are such (3.12); else a loop does it."""

import asyncio
import random

import aiohttp


def retrying(attempts):
    async def handle(request, handler):
        for retry in range(attempts):
            last = retry == attempts - 1
            pause = 0.1 * 2**retry * random.uniform(1, 2)
            try:
                response = await handler(request)
                await response.read()
            except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError):
                if last:
                    raise
            else:
                if last or response.status not in (429, 503):
                    return response
                pause = max(pause, int(response.headers.get("Retry-After", "0")))
            await asyncio.sleep(pause)
        raise ValueError("no attempts")

    return handle


async def get_json(session, url, *, attempts, budget):
    async with asyncio.timeout(budget):
        if hasattr(aiohttp, "ClientHandlerType"):
            response = await session.get(url, middlewares=(retrying(attempts),))
        else:
            response = await retrying(attempts)(url, session.get)
        async with response:
            response.raise_for_status()
            return await response.json()
