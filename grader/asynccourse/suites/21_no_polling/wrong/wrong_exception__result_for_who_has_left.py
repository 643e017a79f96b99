import asyncio


class Inventory:
    def __init__(self):
        self.stock = 0
        self.waiters = []

    async def add(self, n):
        self.stock += n
        for waiter in list(self.waiters):
            wanted, future = waiter
            if wanted <= self.stock:
                self.stock -= wanted
                self.waiters.remove(waiter)
                future.set_result(None)

    async def take(self, n):
        if self.stock >= n:
            self.stock -= n
            return
        future = asyncio.get_running_loop().create_future()
        self.waiters.append((n, future))
        await future
