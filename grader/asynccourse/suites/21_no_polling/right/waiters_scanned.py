"""A list of those who wait, each with a future; who is served too late gives back."""

import asyncio


class Inventory:
    def __init__(self):
        self.stock = 0
        self.waiters = []

    async def add(self, n):
        self.stock += n
        self.serve()

    async def take(self, n):
        if self.stock >= n:
            self.stock -= n
            return
        waiter = (n, asyncio.get_running_loop().create_future())
        self.waiters.append(waiter)
        try:
            await waiter[1]
        except asyncio.CancelledError:
            if waiter in self.waiters:
                self.waiters.remove(waiter)
            elif not waiter[1].cancelled():
                await self.add(n)
            raise

    def serve(self):
        for waiter in list(self.waiters):
            n, future = waiter
            if future.done():
                self.waiters.remove(waiter)
            elif n <= self.stock:
                self.stock -= n
                self.waiters.remove(waiter)
                future.set_result(None)
