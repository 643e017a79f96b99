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
            if self.stock < n:
                await self.changed.wait()
            self.stock -= n
