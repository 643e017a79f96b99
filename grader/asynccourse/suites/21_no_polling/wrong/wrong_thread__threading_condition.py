import asyncio
import threading


class Inventory:
    def __init__(self):
        self.stock = 0
        self.changed = threading.Condition()

    async def add(self, n):
        with self.changed:
            self.stock += n
            self.changed.notify_all()

    async def take(self, n):
        await asyncio.to_thread(self._take, n)

    def _take(self, n):
        with self.changed:
            self.changed.wait_for(lambda: self.stock >= n)
            self.stock -= n
