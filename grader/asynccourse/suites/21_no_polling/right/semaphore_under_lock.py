"""A semaphore of pieces; a lock keeps those who take in line, and who is cancelled gives back."""

import asyncio


class Inventory:
    def __init__(self):
        self.pieces = asyncio.Semaphore(0)
        self.counter = asyncio.Lock()

    async def add(self, n):
        for _ in range(n):
            self.pieces.release()

    async def take(self, n):
        if n == 0:
            return
        async with self.counter:
            held = 0
            try:
                while held < n:
                    await self.pieces.acquire()
                    held += 1
            except asyncio.CancelledError:
                await self.add(held)
                raise
