"""Limiters of the same rate share their lock and their starts, by a cache."""

import asyncio
from collections import deque
from functools import cache


@cache
def state(rate, per):
    return asyncio.Lock(), deque(maxlen=rate)


class RateLimiter:
    def __init__(self, rate, per):
        self.per = per
        self.lock, self.starts = state(rate, per)

    async def __aenter__(self):
        loop = asyncio.get_running_loop()
        async with self.lock:
            if len(self.starts) == self.starts.maxlen:
                await asyncio.sleep(self.starts[0] + self.per - loop.time())
            self.starts.append(loop.time())

    async def __aexit__(self, *error):
        pass
