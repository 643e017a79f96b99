"""One future for all who wait, shielded, since cancelling one of them must not cancel it."""

import asyncio


class Inventory:
    def __init__(self):
        self.stock = 0
        self.change = None

    async def add(self, n):
        self.stock += n
        if self.change is not None:
            self.change.set_result(None)
            self.change = None

    async def take(self, n):
        while self.stock < n:
            if self.change is None:
                self.change = asyncio.get_running_loop().create_future()
            await asyncio.shield(self.change)
        self.stock -= n
