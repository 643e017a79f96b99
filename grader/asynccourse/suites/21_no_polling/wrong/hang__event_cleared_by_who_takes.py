import asyncio


class Inventory:
    def __init__(self):
        self.stock = 0
        self.event = asyncio.Event()

    async def add(self, n):
        self.stock += n
        self.event.set()

    async def take(self, n):
        if n == 0:
            return
        while True:
            await self.event.wait()
            self.event.clear()
            if self.stock >= n:
                self.stock -= n
                return
