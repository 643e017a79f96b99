import asyncio


class Inventory:
    def __init__(self):
        self.pieces = asyncio.Queue()
        self.lock = asyncio.Lock()

    async def add(self, n):
        for _ in range(n):
            self.pieces.put_nowait(1)

    async def take(self, n):
        if n:
            async with self.lock:
                for _ in range(n):
                    await self.pieces.get()
