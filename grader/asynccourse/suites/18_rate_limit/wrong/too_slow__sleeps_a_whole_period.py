import asyncio


class RateLimiter:
    def __init__(self, rate, per):
        self.rate = rate
        self.per = per
        self.count = 0
        self.lock = asyncio.Lock()

    async def __aenter__(self):
        async with self.lock:
            if self.count == self.rate:
                await asyncio.sleep(self.per)
                self.count = 0
            self.count += 1

    async def __aexit__(self, *error):
        pass
