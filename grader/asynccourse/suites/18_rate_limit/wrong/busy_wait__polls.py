import asyncio
import time
from collections import deque


class RateLimiter:
    def __init__(self, rate, per):
        self.per = per
        self.starts = deque(maxlen=rate)
        self.lock = asyncio.Lock()

    async def __aenter__(self):
        async with self.lock:
            while not self.may_start():
                await asyncio.sleep(0.01)
            self.starts.append(time.monotonic())

    def may_start(self):
        full = len(self.starts) == self.starts.maxlen
        return not full or time.monotonic() - self.starts[0] >= self.per

    async def __aexit__(self, *error):
        pass
