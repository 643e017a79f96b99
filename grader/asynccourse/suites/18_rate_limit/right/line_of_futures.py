"""A line of futures, and one timer that wakes those whose time has come."""

import asyncio
import time
from collections import deque


class RateLimiter:
    def __init__(self, rate, per):
        self.rate = rate
        self.per = per
        self.starts = deque()
        self.line = deque()
        self.timer = None

    async def __aenter__(self):
        future = asyncio.get_running_loop().create_future()
        self.line.append(future)
        self.serve()
        try:
            await future
        except asyncio.CancelledError:
            if future in self.line:
                self.line.remove(future)
            raise

    async def __aexit__(self, *error):
        pass

    def serve(self):
        self.timer = None
        now = time.monotonic()
        while self.starts and now - self.starts[0] >= self.per:
            self.starts.popleft()
        while self.line and len(self.starts) < self.rate:
            future = self.line.popleft()
            if not future.done():
                self.starts.append(now)
                future.set_result(None)
        if self.line and self.timer is None:
            wait = self.starts[0] + self.per - now
            self.timer = asyncio.get_running_loop().call_later(wait, self.serve)
