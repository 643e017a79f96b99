import asyncio


class Inventory:
    def __init__(self):
        self.pieces = asyncio.Semaphore(0)

    async def add(self, n):
        for _ in range(n):
            self.pieces.release()

    async def take(self, n):
        for _ in range(n):
            await self.pieces.acquire()
