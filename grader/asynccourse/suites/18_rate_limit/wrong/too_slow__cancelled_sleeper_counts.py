"""Notes a start down also when the sleep before it was cancelled."""

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
            try:
                if len(self.starts) == self.starts.maxlen:
                    await asyncio.sleep(self.starts[0] + self.per - loop.time())
            finally:
                self.starts.append(loop.time())

    async def __aexit__(self, *error):
        pass
