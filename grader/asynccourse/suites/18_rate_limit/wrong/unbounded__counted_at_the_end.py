import asyncio
import time
from collections import deque


class RateLimiter:
    def __init__(self, rate, per):
        self.per = per
        self.ends = deque(maxlen=rate)
        self.lock = asyncio.Lock()

    async def __aenter__(self):
        async with self.lock:
            if len(self.ends) == self.ends.maxlen:
                await asyncio.sleep(self.ends[0] + self.per - time.monotonic())

    async def __aexit__(self, *error):
        self.ends.append(time.monotonic())
