"""Who is cancelled with the pieces in hand gives them back, and nobody behind looks again."""

import asyncio
from collections import deque


class Inventory:
    def __init__(self):
        self.stock = 0
        self.queue = deque()

    async def add(self, n):
        self.stock += n
        self.serve()

    def serve(self):
        while self.queue and self.queue[0][0] <= self.stock:
            n, future = self.queue.popleft()
            if not future.done():
                self.stock -= n
                future.set_result(None)

    async def take(self, n):
        if n == 0 or (not self.queue and self.stock >= n):
            self.stock -= n
            return
        place = (n, asyncio.get_running_loop().create_future())
        self.queue.append(place)
        try:
            await place[1]
        except asyncio.CancelledError:
            if place in self.queue:
                self.queue.remove(place)
                self.serve()
            elif not place[1].cancelled():
                self.stock += n
            raise
