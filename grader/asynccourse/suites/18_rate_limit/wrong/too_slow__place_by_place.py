import asyncio
import time
from itertools import cycle


class Place:
    def __init__(self):
        self.lock = asyncio.Lock()
        self.last = None


class RateLimiter:
    def __init__(self, rate, per):
        self.places = cycle([Place() for _ in range(rate)])
        self.per = per

    async def __aenter__(self):
        place = next(self.places)
        async with place.lock:
            if place.last is not None:
                while (rest := place.last + self.per - time.perf_counter()) > 0:
                    await asyncio.sleep(rest)
            place.last = time.perf_counter()

    async def __aexit__(self, *error):
        pass
