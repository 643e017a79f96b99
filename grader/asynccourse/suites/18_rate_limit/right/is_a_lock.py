"""The limiter is a lock itself, which is held while one waits, and not while a body runs."""

import asyncio


class RateLimiter(asyncio.Lock):
    def __init__(self, rate, per):
        super().__init__()
        self.rate = rate
        self.per = per
        self.starts = []

    async def __aenter__(self):
        await self.acquire()
        try:
            loop = asyncio.get_running_loop()
            if len(self.starts) >= self.rate:
                await asyncio.sleep(self.starts[-self.rate] + self.per - loop.time())
            self.starts = [*self.starts[-self.rate :], loop.time()]
        finally:
            self.release()

    async def __aexit__(self, kind, error, traceback):
        return None
