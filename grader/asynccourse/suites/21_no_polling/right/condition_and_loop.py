"""A condition with a lock of its own, and a plain loop around `wait`."""

import asyncio


class Inventory:
    def __init__(self):
        self.lock = asyncio.Lock()
        self.more = asyncio.Condition(self.lock)
        self.stock = 0

    async def add(self, n):
        await self.lock.acquire()
        try:
            self.stock += n
            self.more.notify_all()
        finally:
            self.lock.release()

    async def take(self, n):
        async with self.lock:
            while not self.stock >= n:
                await self.more.wait()
            self.stock -= n
