import asyncio
import time


class RateLimiter:
    def __init__(self, rate, per):
        self.rate = rate
        self.per = per
        self.starts = []
        self.lock = asyncio.Lock()

    async def __aenter__(self):
        async with self.lock:
            while True:
                now = time.monotonic()
                self.starts = [start for start in self.starts if start + self.per > now]
                if len(self.starts) < self.rate:
                    break
                await asyncio.sleep(self.starts[0] + self.per - now)
            self.starts.append(now)

    async def __aexit__(self, kind, error, traceback):
        if error is not None and self.starts:
            self.starts.pop()
