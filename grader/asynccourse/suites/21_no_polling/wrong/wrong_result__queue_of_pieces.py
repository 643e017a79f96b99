import asyncio


class Inventory:
    def __init__(self):
        self.pieces = asyncio.Queue()

    async def add(self, n):
        for _ in range(n):
            self.pieces.put_nowait(1)

    async def take(self, n):
        await asyncio.gather(*(self.pieces.get() for _ in range(n)))
