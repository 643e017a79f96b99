import asyncio
from collections import deque


class RateLimiter:
    def __init__(self, rate, per):
        self.rate = rate
        self.per = per
        self.starts = deque(maxlen=rate)
        self.lock = asyncio.Lock()

    async def __aenter__(self):
        loop = asyncio.get_running_loop()
        async with self.lock:
            now = start = loop.time()
            if len(self.starts) == self.rate:
                start = max(now, self.starts[0] + self.per)
            self.starts.append(start)
            if start > now:
                await asyncio.sleep(start - now)

    async def __aexit__(self, *error):
        pass
