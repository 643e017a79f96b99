"""A decorator retries, an error says by itself when to come back, and a deadline is around it."""

import asyncio
import functools
import random

import aiohttp


class Again(Exception):
    def __init__(self, cause, not_before=0.0):
        super().__init__(str(cause))
        self.cause = cause
        self.not_before = not_before


def retried(ask):
    @functools.wraps(ask)
    async def persistent(*args, attempts):
        shortest = 0.1
        while True:
            try:
                return await ask(*args)
            except Again as again:
                if attempts <= 1:
                    raise again.cause from None
                pause = random.uniform(shortest, shortest * 2)
                pause = max(pause, again.not_before)
            await asyncio.sleep(pause)
            shortest *= 2
            attempts -= 1

    return persistent


@retried
async def ask(session, url):
    try:
        async with session.get(url) as response:
            response.raise_for_status()
            return await response.json()
    except aiohttp.ClientResponseError as error:
        match error.status:
            case 429 | 503:
                raise Again(error, float(error.headers.get("Retry-After", 0))) from error
        raise
    except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError) as error:
        raise Again(error) from error


async def get_json(session, url, *, attempts, budget):
    loop = asyncio.get_running_loop()
    async with asyncio.timeout_at(loop.time() + budget):
        return await ask(session, url, attempts=attempts)
