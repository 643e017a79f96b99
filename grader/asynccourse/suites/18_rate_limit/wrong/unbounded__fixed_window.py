import asyncio


class RateLimiter:
    def __init__(self, rate, per):
        self.rate = rate
        self.per = per
        self.window = 0.0
        self.count = 0
        self.lock = asyncio.Lock()

    async def __aenter__(self):
        loop = asyncio.get_running_loop()
        async with self.lock:
            if loop.time() >= self.window + self.per:
                self.window, self.count = loop.time(), 0
            if self.count == self.rate:
                await asyncio.sleep(self.window + self.per - loop.time())
                self.window, self.count = loop.time(), 0
            self.count += 1

    async def __aexit__(self, *error):
        pass
