"""The wait is a task, an eager one from Python 3.12 on; who is cancelled too late gives back."""

import asyncio
import sys


class Inventory:
    def __init__(self):
        self.stock = 0
        self.changed = asyncio.Condition()

    async def add(self, n):
        async with self.changed:
            self.stock += n
            self.changed.notify_all()

    async def wait(self, n):
        async with self.changed:
            while self.stock < n:
                await self.changed.wait()
            self.stock -= n

    async def take(self, n):
        loop = asyncio.get_running_loop()
        if sys.version_info >= (3, 12):
            task = asyncio.Task(self.wait(n), loop=loop, eager_start=True)
        elif self.stock >= n:
            self.stock -= n
            return
        else:
            task = loop.create_task(self.wait(n))
        try:
            await task
        except asyncio.CancelledError:
            if task.done() and not task.cancelled():
                await self.add(n)
            raise
