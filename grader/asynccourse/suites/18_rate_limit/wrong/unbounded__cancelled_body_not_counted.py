"""Takes a start back when the body is cancelled, as if it had not been one."""

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
            if len(self.starts) == self.starts.maxlen:
                await asyncio.sleep(self.starts[0] + self.per - loop.time())
            self.starts.append(loop.time())

    async def __aexit__(self, kind, error, traceback):
        if kind is asyncio.CancelledError and self.starts:
            self.starts.pop()
