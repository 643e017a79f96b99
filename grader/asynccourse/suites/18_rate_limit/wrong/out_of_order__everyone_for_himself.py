import asyncio
import time
from collections import deque


class RateLimiter:
    def __init__(self, rate, per):
        self.rate = rate
        self.per = per
        self.starts = deque()

    async def __aenter__(self):
        while True:
            now = time.monotonic()
            while self.starts and self.starts[0] + self.per <= now:
                self.starts.popleft()
            if len(self.starts) < self.rate:
                self.starts.append(now)
                return
            await asyncio.sleep(self.starts[0] + self.per - now)

    async def __aexit__(self, *error):
        pass
