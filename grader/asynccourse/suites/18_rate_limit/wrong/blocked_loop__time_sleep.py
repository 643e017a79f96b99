import asyncio
import time
from collections import deque


class RateLimiter:
    def __init__(self, rate, per):
        self.per = per
        self.starts = deque(maxlen=rate)

    async def __aenter__(self):
        if len(self.starts) == self.starts.maxlen:
            time.sleep(self.starts[0] + self.per - time.monotonic())
        self.starts.append(time.monotonic())

    async def __aexit__(self, *error):
        pass
