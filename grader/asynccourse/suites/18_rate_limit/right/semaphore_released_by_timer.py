"""A semaphore whose places come back by a timer, `per` seconds after each start."""

import asyncio


class RateLimiter:
    def __init__(self, rate, per):
        self.free = asyncio.Semaphore(rate)
        self.per = per

    async def __aenter__(self):
        await self.free.acquire()
        asyncio.get_running_loop().call_later(self.per, self.free.release)

    async def __aexit__(self, kind, error, traceback):
        pass
