import asyncio


class RateLimiter:
    def __init__(self, rate, per):
        self.rate = rate
        self.per = per
        self.free = asyncio.Semaphore(rate)
        self.refilling = None

    async def __aenter__(self):
        if self.refilling is None:
            self.refilling = asyncio.create_task(self.refill())
        await self.free.acquire()

    async def refill(self):
        while True:
            await asyncio.sleep(self.per)
            for _ in range(self.rate):
                self.free.release()

    async def __aexit__(self, *error):
        pass
