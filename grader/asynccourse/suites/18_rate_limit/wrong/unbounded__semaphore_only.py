import asyncio


class RateLimiter:
    def __init__(self, rate, per):
        self.semaphore = asyncio.Semaphore(rate)

    async def __aenter__(self):
        await self.semaphore.acquire()

    async def __aexit__(self, *error):
        self.semaphore.release()
