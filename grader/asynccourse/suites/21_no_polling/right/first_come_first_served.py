"""A queue of those who wait, strictly in order: a small order doesn't pass a large one."""

import asyncio
from collections import deque


class Inventory:
    def __init__(self):
        self.stock = 0
        self.queue = deque()

    async def add(self, n):
        self.stock += n
        self.serve()

    async def take(self, n):
        if n == 0:
            return
        place = (n, asyncio.get_running_loop().create_future())
        self.queue.append(place)
        self.serve()
        try:
            await place[1]
        except asyncio.CancelledError:
            if place in self.queue:
                self.queue.remove(place)
            else:
                self.stock += n
            self.serve()
            raise

    def serve(self):
        while self.queue and self.queue[0][0] <= self.stock:
            n, future = self.queue[0]
            if future.cancelled():
                return
            self.queue.popleft()
            self.stock -= n
            future.set_result(None)
