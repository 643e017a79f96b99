import asyncio


class Inventory:
    stock = 0
    changed = asyncio.Condition()

    async def add(self, n):
        async with self.changed:
            Inventory.stock += n
            self.changed.notify_all()

    async def take(self, n):
        async with self.changed:
            await self.changed.wait_for(lambda: Inventory.stock >= n)
            Inventory.stock -= n
