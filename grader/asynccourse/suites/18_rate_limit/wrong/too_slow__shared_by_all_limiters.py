import asyncio
from collections import deque


class RateLimiter:
    starts = []
    lock = asyncio.Lock()

    def __init__(self, rate, per):
        self.rate = rate
        self.per = per

    async def __aenter__(self):
        loop = asyncio.get_running_loop()
        async with self.lock:
            if len(self.starts) >= self.rate:
                await asyncio.sleep(self.starts[-self.rate] + self.per - loop.time())
            self.starts.append(loop.time())

    async def __aexit__(self, *error):
        pass
