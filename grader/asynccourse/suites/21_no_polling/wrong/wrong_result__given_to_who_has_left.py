import asyncio


class Inventory:
    def __init__(self):
        self.stock = 0
        self.waiters = []

    async def add(self, n):
        self.stock += n
        for waiter in list(self.waiters):
            wanted, future = waiter
            if wanted <= self.stock and not future.done():
                self.stock -= wanted
                self.waiters.remove(waiter)
                future.set_result(None)

    async def take(self, n):
        if self.stock >= n:
            self.stock -= n
            return
        waiter = (n, asyncio.get_running_loop().create_future())
        self.waiters.append(waiter)
        try:
            await waiter[1]
        finally:
            if waiter in self.waiters:
                self.waiters.remove(waiter)
