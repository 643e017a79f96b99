import asyncio


class Inventory:
    def __init__(self):
        self.stock = 0
        self.changed = asyncio.Condition()

    async def add(self, n):
        async with self.changed:
            self.stock += n
            self.changed.notify_all()

    async def take(self, n):
        async with self.changed:
            while n:
                await self.changed.wait_for(lambda: self.stock > 0)
                part = min(n, self.stock)
                self.stock -= part
                n -= part
