"""Orders of the same size share an event; a delivery sets those that it is large enough for."""

import asyncio
from collections import defaultdict


class Inventory:
    def __init__(self):
        self.stock = 0
        self.enough_for = defaultdict(asyncio.Event)

    async def add(self, n):
        self.stock += n
        for size in [size for size in self.enough_for if size <= self.stock]:
            self.enough_for.pop(size).set()

    async def take(self, n):
        while n > self.stock:
            await self.enough_for[n].wait()
        self.stock -= n
