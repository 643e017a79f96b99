import asyncio


class Inventory:
    def __init__(self):
        self.stock = 0
        self.changed = asyncio.Condition()

    async def add(self, n):
        async with self.changed:
            self.stock += n
            self.changed.notify(n)

    async def take(self, n):
        async with self.changed:
            await self.changed.wait_for(lambda: self.stock >= n)
            self.stock -= n
