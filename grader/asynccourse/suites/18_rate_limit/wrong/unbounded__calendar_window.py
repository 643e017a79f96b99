import asyncio
import time


class RateLimiter:
    def __init__(self, rate, per):
        self.rate = rate
        self.per = per
        self.window = None
        self.count = 0
        self.lock = asyncio.Lock()

    async def __aenter__(self):
        async with self.lock:
            while True:
                window = time.time() // self.per
                if window != self.window:
                    self.window, self.count = window, 0
                if self.count < self.rate:
                    break
                await asyncio.sleep((window + 1) * self.per - time.time())
            self.count += 1

    async def __aexit__(self, *error):
        pass
