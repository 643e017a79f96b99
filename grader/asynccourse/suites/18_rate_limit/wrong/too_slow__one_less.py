import asyncio
from collections import deque


class RateLimiter:
    def __init__(self, rate, per):
        self.rate = rate
        self.per = per
        self.starts = deque()
        self.lock = asyncio.Lock()

    async def __aenter__(self):
        loop = asyncio.get_running_loop()
        async with self.lock:
            if len(self.starts) + 1 >= self.rate:
                await asyncio.sleep(self.starts.popleft() + self.per - loop.time())
            self.starts.append(loop.time())

    async def __aexit__(self, *error):
        pass
