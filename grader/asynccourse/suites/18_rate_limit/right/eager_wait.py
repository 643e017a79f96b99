"""The wait is a task, an eager one from Python 3.12 on; whoever comes awaits it under a lock."""

import asyncio
import sys
from collections import deque

eager = {"eager_start": True} if sys.version_info >= (3, 12) else {}


class RateLimiter:
    def __init__(self, rate, per):
        self.starts = deque([], rate)
        self.per = per
        self.lock = asyncio.Lock()

    async def until_free(self, loop):
        if len(self.starts) == self.starts.maxlen:
            await asyncio.sleep(self.starts[0] + self.per - loop.time())

    async def __aenter__(self):
        loop = asyncio.get_running_loop()
        async with self.lock:
            await asyncio.Task(self.until_free(loop), loop=loop, **eager)
            self.starts.append(loop.time())

    async def __aexit__(self, kind, error, traceback):
        pass
