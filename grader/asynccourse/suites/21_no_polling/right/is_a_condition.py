"""The inventory is a Condition itself; whoever adds gives the others a turn before and after."""

import asyncio
from functools import partial
from operator import ge


class Inventory(asyncio.Condition):
    stock = 0

    async def add(self, n):
        await asyncio.sleep(0)
        async with self:
            self.stock += n
            self.notify_all()
        await asyncio.sleep(0)

    def has(self, n):
        return ge(self.stock, n)

    async def take(self, n):
        if not n:
            return
        async with self:
            await self.wait_for(partial(self.has, n))
            self.stock -= n
