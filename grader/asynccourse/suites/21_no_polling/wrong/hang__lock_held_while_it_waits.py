import asyncio


class Inventory:
    def __init__(self):
        self.stock = 0
        self.lock = asyncio.Lock()
        self.event = asyncio.Event()

    async def add(self, n):
        async with self.lock:
            self.stock += n
            self.event.set()

    async def take(self, n):
        async with self.lock:
            while self.stock < n:
                self.event.clear()
                await self.event.wait()
            self.stock -= n
