"""Each waits for an event of its own, through `asyncio.wait`; deliveries set them all."""

import asyncio


class Inventory:
    def __init__(self):
        self.stock = 0
        self.waiting = set()

    async def add(self, n):
        self.stock += n
        for future in self.waiting:
            if not future.done():
                future.set_result(True)

    async def take(self, n):
        while n > self.stock:
            told = asyncio.get_running_loop().create_future()
            self.waiting.add(told)
            try:
                await asyncio.wait({told})
            finally:
                self.waiting.discard(told)
        self.stock -= n
