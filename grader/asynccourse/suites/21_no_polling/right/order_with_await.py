"""An order is an object that can be awaited; its generator parks at a future of its own."""

import asyncio


class Order:
    def __init__(self, shop, n):
        self.shop = shop
        self.n = n
        self.told = None

    def __await__(self):
        orders = self.shop.orders
        orders.append(self)
        try:
            while self.shop.stock < self.n:
                self.told = asyncio.get_running_loop().create_future()
                yield from self.told
            self.shop.stock -= self.n
        finally:
            orders.remove(self)

    def tell(self):
        if self.told is not None and not self.told.done():
            self.told.set_result(None)


class Inventory:
    def __init__(self):
        self.stock = 0
        self.orders = []

    async def add(self, n):
        self.stock += n
        for order in self.orders:
            order.tell()

    async def take(self, n):
        await Order(self, n)
