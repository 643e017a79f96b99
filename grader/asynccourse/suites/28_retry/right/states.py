"""A class whose objects are awaited; what comes next is a method, and the deadline may be moved."""

import asyncio
import json
import random

import aiohttp

LOST = aiohttp.ClientConnectionError, aiohttp.ClientPayloadError


class get_json:
    def __init__(self, session, url, *, attempts, budget):
        self.session, self.url = session, url
        self.left = attempts
        self.budget = budget
        self.wait = 0.1
        self.not_before = 0.0
        self.error = None

    def __await__(self):
        return self.run().__await__()

    async def run(self):
        async with asyncio.timeout(None) as limit:
            limit.reschedule(asyncio.get_running_loop().time() + self.budget)
            step = self.ask
            while callable(step):
                step = await step()
        return step[0]

    async def ask(self):
        self.left -= 1
        self.not_before = 0.0
        try:
            async with self.session.get(self.url) as response:
                text = await response.text()
        except LOST as error:
            self.error = error
            return self.pause
        try:
            response.raise_for_status()
        except aiohttp.ClientResponseError as error:
            if response.status not in (429, 503):
                raise
            self.error = error
            self.not_before = float(response.headers.get("Retry-After", 0))
            return self.pause
        return [json.loads(text)]

    async def pause(self):
        if not self.left:
            raise self.error
        seconds = random.uniform(self.wait, 2 * self.wait)
        self.wait *= 2
        await asyncio.sleep(max(seconds, self.not_before))
        return self.ask
