import asyncio


class Inventory:
    def __init__(self):
        self.deliveries = asyncio.Queue(maxsize=1)
        self.stock = 0
        self.lock = asyncio.Lock()

    async def add(self, n):
        await self.deliveries.put(n)

    async def take(self, n):
        async with self.lock:
            while self.stock < n:
                self.stock += await self.deliveries.get()
            self.stock -= n
