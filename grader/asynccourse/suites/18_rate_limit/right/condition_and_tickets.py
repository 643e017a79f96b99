"""Tickets and a Condition: the one whose number is called sleeps, the others wait for theirs."""

import asyncio
import time


class RateLimiter:
    def __init__(self, rate, per):
        self.rate, self.per = rate, per
        self.starts = []
        self.waiting = []
        self.changed = asyncio.Condition()

    async def __aenter__(self):
        ticket = object()
        self.waiting.append(ticket)
        try:
            async with self.changed:
                await self.changed.wait_for(lambda: self.waiting[0] is ticket)
            await self.sleep_until_free()
            self.starts.append(time.time())
        finally:
            self.waiting.remove(ticket)
            async with self.changed:
                self.changed.notify_all()

    async def sleep_until_free(self):
        while True:
            now = time.time()
            self.starts = [start for start in self.starts if start > now - self.per]
            if len(self.starts) < self.rate:
                return
            await asyncio.sleep(min(self.starts) + self.per - now)

    async def __aexit__(self, kind, error, traceback):
        pass
