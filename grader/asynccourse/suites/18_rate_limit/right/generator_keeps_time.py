"""A plain generator keeps the history: it says from when on one may start, and is told when."""

import asyncio
import contextlib
import time
from itertools import cycle


def pacer(rate, per):
    ring = []
    while len(ring) < rate:
        ring.append((yield 0))
    for place in cycle(range(rate)):
        ring[place] = yield ring[place] + per


class RateLimiter(contextlib.AbstractAsyncContextManager):
    def __init__(self, rate, per):
        self.pacer = pacer(rate, per)
        self.earliest = next(self.pacer)
        self.lock = asyncio.Lock()

    async def __aenter__(self):
        await asyncio.sleep(0)
        async with self.lock, asyncio.timeout(None):
            if (rest := self.earliest - time.perf_counter()) > 0:
                await asyncio.sleep(rest)
            self.earliest = self.pacer.send(time.perf_counter())

    async def __aexit__(self, kind, error, traceback):
        await asyncio.sleep(0)
