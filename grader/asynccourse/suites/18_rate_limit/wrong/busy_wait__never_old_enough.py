import asyncio
from collections import deque


class RateLimiter:
    def __init__(self, rate, per):
        self.per = per
        self.starts = deque(maxlen=rate)
        self.lock = asyncio.Lock()

    async def __aenter__(self):
        loop = asyncio.get_running_loop()
        async with self.lock:
            while len(self.starts) == self.starts.maxlen:
                rest = self.starts[0] + self.per - loop.time()
                if rest < 0:
                    break
                await asyncio.sleep(rest)
            self.starts.append(loop.time())

    async def __aexit__(self, *error):
        pass
