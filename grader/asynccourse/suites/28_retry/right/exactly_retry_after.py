"""Comes back as soon as Retry-After lets it, if that is later than the shortest wait of its own."""

import asyncio
import random
import time

import aiohttp


async def get_json(session, url, *, attempts, budget):
    end = time.monotonic() + budget
    try:
        async with asyncio.timeout(budget):
            for retry in range(1, attempts + 1):
                shortest = 0.1 * 2 ** (retry - 1)
                pause = random.uniform(shortest, 2 * shortest)
                try:
                    return await ask(session, url)
                except (
                    aiohttp.ClientConnectionError,
                    aiohttp.ClientPayloadError,
                ) as error:
                    last = error
                except aiohttp.ClientResponseError as error:
                    if error.status not in (429, 503):
                        raise
                    after = int((error.headers or {}).get("retry-after", -1))
                    pause = after if after >= shortest else pause
                    last = error
                if retry == attempts or time.monotonic() + pause >= end:
                    raise last
                await asyncio.sleep(pause)
    except TimeoutError as error:
        raise TimeoutError(f"{url}: {budget} s are over") from error


async def ask(session, url):
    response = await session.get(url)
    try:
        if response.status >= 400:
            response.close()
            response.raise_for_status()
        return await response.json()
    finally:
        response.release()
