"""An event that is set and cleared at once: all who wait at that moment wake, and look again."""

import asyncio


class Inventory:
    def __init__(self):
        self.stock = 0
        self.delivery = asyncio.Event()

    async def add(self, n):
        self.stock += n
        self.delivery.set()
        self.delivery.clear()

    async def take(self, n):
        while self.stock < n:
            await self.delivery.wait()
        self.stock -= n
