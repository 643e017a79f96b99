"""A heap of the moments at which the places are free again; a place is never taken out of it."""

import asyncio
import heapq
import math


class RateLimiter:
    def __init__(self, rate, per):
        self.free_at = [-math.inf] * rate
        self.per = per
        self.turn = asyncio.Condition()

    async def __aenter__(self):
        loop = asyncio.get_running_loop()
        async with self.turn:
            while (rest := self.free_at[0] - loop.time()) > 0:
                await asyncio.sleep(rest)
            heapq.heapreplace(self.free_at, loop.time() + self.per)

    async def __aexit__(self, kind, error, traceback):
        return False
