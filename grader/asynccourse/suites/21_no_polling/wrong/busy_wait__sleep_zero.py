import asyncio


class Inventory:
    def __init__(self):
        self.stock = 0

    async def add(self, n):
        self.stock += n

    async def take(self, n):
        while self.stock < n:
            await asyncio.sleep(0)
        self.stock -= n
