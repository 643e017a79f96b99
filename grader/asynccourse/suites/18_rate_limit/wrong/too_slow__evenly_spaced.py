import asyncio


class RateLimiter:
    def __init__(self, rate, per):
        self.gap = per / rate
        self.next = 0.0

    async def __aenter__(self):
        now = asyncio.get_running_loop().time()
        mine = max(now, self.next)
        self.next = mine + self.gap
        await asyncio.sleep(mine - now)

    async def __aexit__(self, *error):
        pass
