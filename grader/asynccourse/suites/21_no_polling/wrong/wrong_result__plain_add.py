import asyncio


class Inventory:
    def __init__(self):
        self.stock = 0
        self.event = asyncio.Event()

    def add(self, n):
        self.stock += n
        self.event.set()
        self.event.clear()

    async def take(self, n):
        while self.stock < n:
            await self.event.wait()
        self.stock -= n
