"""A heap of those who wait: the smallest order is woken first, and wakes the next in its turn."""

import asyncio
import heapq
import itertools


class Inventory:
    def __init__(self):
        self.stock = 0
        self.heap = []
        self.ties = itertools.count()

    async def add(self, n):
        self.stock += n
        self.wake()

    def wake(self):
        while self.heap and self.heap[0][2].is_set():
            heapq.heappop(self.heap)
        if self.heap and self.heap[0][0] <= self.stock:
            self.heap[0][2].set()

    async def take(self, n):
        while self.stock < n:
            woken = asyncio.Event()
            heapq.heappush(self.heap, (n, next(self.ties), woken))
            try:
                await woken.wait()
            except asyncio.CancelledError:
                woken.set()
                self.wake()
                raise
        self.stock -= n
        self.wake()
