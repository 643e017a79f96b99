"""Timers and callbacks: each attempt is a task, whose end settles a future or sets a timer."""

import asyncio
import random

import aiohttp


class Call:
    def __init__(self, session, url, attempts):
        self.session = session
        self.url = url
        self.attempts = attempts
        self.asked = 0
        self.loop = asyncio.get_running_loop()
        self.result = self.loop.create_future()
        self.timer = self.task = None

    async def ask(self):
        async with self.session.get(self.url) as response:
            response.raise_for_status()
            return await response.json()

    def start(self):
        self.asked += 1
        self.task = self.loop.create_task(self.ask())
        self.task.add_done_callback(self.answered)

    def answered(self, task):
        if task.cancelled() or self.result.done():
            return
        error = task.exception()
        if error is None:
            self.result.set_result(task.result())
        elif self.asked >= self.attempts or (pause := self.pause(error)) is None:
            self.result.set_exception(error)
        else:
            self.timer = self.loop.call_later(pause, self.start)

    def pause(self, error):
        pause = random.uniform(1, 2) * 0.1 * 2 ** (self.asked - 1)
        if isinstance(error, aiohttp.ClientConnectionError | aiohttp.ClientPayloadError):
            return pause
        if isinstance(error, aiohttp.ClientResponseError) and error.status in (
            429,
            503,
        ):
            return max(pause, float(error.headers.get("Retry-After", 0)))
        return None

    async def close(self):
        if self.timer:
            self.timer.cancel()
        if self.task:
            self.task.cancel()
            await asyncio.wait([self.task])


async def get_json(session, url, *, attempts, budget):
    call = Call(session, url, attempts)
    call.start()
    try:
        async with asyncio.timeout(budget):
            return await call.result
    finally:
        await call.close()
