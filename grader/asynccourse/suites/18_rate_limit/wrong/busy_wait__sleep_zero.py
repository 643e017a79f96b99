import asyncio
import time
from collections import deque


class RateLimiter:
    def __init__(self, rate, per):
        self.per = per
        self.starts = deque(maxlen=rate)

    async def __aenter__(self):
        while len(self.starts) == self.starts.maxlen:
            if time.monotonic() - self.starts[0] >= self.per:
                break
            await asyncio.sleep(0)
        self.starts.append(time.monotonic())

    async def __aexit__(self, *error):
        pass
