"""An async generator gives out attempts; each is a context manager that keeps its own error."""

import asyncio
import random

import aiohttp

BASE = 0.1
RETRIED = (429, 503)


class Attempt:
    def __init__(self, number, last):
        self.number = number
        self.last = last
        self.failed = False
        self.after = 0

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if self.last or error is None:
            return False
        if isinstance(error, aiohttp.ClientResponseError):
            self.failed = error.status in RETRIED
            self.after = int((error.headers or {}).get("Retry-After", 0))
        else:
            lost = aiohttp.ClientConnectionError, aiohttp.ClientPayloadError
            self.failed = isinstance(error, lost)
        return self.failed

    @property
    def pause(self):
        return max(self.after, BASE * 2 ** (self.number - 1) * random.uniform(1, 2))


async def persist(attempts):
    for number in range(1, attempts + 1):
        attempt = Attempt(number, number == attempts)
        yield attempt
        if not attempt.failed:
            return
        await asyncio.sleep(attempt.pause)


async def get_json(session, url, *, attempts, budget):
    async with asyncio.timeout(budget):
        async for attempt in persist(attempts):
            with attempt:
                async with session.get(url, raise_for_status=True) as response:
                    return await response.json()
    raise ValueError("no attempts")
