"""A queue made by hand from a deque and a Condition, in a class."""

import asyncio
from collections import deque


class Pipeline:
    def __init__(self, fn, size):
        self.fn = fn
        self.size = size
        self.waiting = deque()
        self.closed = False
        self.changed = asyncio.Condition()
        self.results = {}

    async def feed(self, source):
        number = 0
        async for item in source:
            async with self.changed:
                await self.changed.wait_for(lambda: len(self.waiting) < self.size)
                self.waiting.append((number, item))
                self.changed.notify_all()
            number += 1
        async with self.changed:
            self.closed = True
            self.changed.notify_all()

    async def work(self):
        while True:
            async with self.changed:
                await self.changed.wait_for(lambda: self.waiting or self.closed)
                if not self.waiting:
                    return
                number, item = self.waiting.popleft()
                self.changed.notify_all()
            self.results[number] = await self.fn(item)


async def pipeline(source, fn, workers, size):
    line = Pipeline(fn, size)
    async with asyncio.TaskGroup() as group:
        group.create_task(line.feed(source))
        for _ in range(workers):
            group.create_task(line.work())
    return [line.results[number] for number in range(len(line.results))]
