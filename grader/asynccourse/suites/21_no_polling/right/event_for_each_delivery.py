"""A new event for each delivery; the old one is set for all who wait for it."""

import asyncio


class Inventory:
    def __init__(self):
        self.stock = 0
        self.next_delivery = asyncio.Event()

    async def add(self, n):
        self.stock += n
        came, self.next_delivery = self.next_delivery, asyncio.Event()
        came.set()

    async def take(self, n):
        while self.stock < n:
            await self.next_delivery.wait()
        self.stock -= n
