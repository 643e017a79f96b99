import asyncio


class Inventory:
    def __init__(self):
        self.stock = 0
        self.event = asyncio.Event()

    async def add(self, n):
        self.stock += n
        self.event.set()

    async def take(self, n):
        while self.stock < n:
            await self.event.wait()
            await asyncio.sleep(0)
        self.stock -= n
