import asyncio


class Inventory:
    def __init__(self):
        self.pieces = asyncio.Semaphore(0)
        self.in_line = asyncio.Lock()

    async def add(self, n):
        for _ in range(n):
            self.pieces.release()

    async def take(self, n):
        async with self.in_line:
            held = 0
            try:
                for _ in range(n):
                    await self.pieces.acquire()
                    held += 1
            except asyncio.CancelledError:
                await self.add(held)
                raise
