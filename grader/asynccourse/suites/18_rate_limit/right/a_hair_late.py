"""A lock around a list of starts; a millisecond is added, to be on the safe side."""

import asyncio
import time


class RateLimiter:
    def __init__(self, rate, per):
        self.rate = rate
        self.per = per
        self.lock = asyncio.Lock()
        self.starts = []

    async def acquire(self):
        async with self.lock:
            self.forget()
            while len(self.starts) >= self.rate:
                await asyncio.sleep(self.starts[0] + self.per - time.monotonic() + 0.001)
                self.forget()
            self.starts.append(time.monotonic())

    def forget(self):
        now = time.monotonic()
        while self.starts and now - self.starts[0] > self.per:
            del self.starts[0]

    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, kind, error, traceback):
        return None
