"""A channel made of futures: `await` on it takes out, by `__await__`, and putting in may wait."""

import asyncio
from collections import deque


class Channel:
    def __init__(self, size):
        self.size = size
        self.items = deque()
        self.takers = deque()
        self.putters = deque()
        self.closed = False

    @staticmethod
    def parked(line):
        line.append(asyncio.get_running_loop().create_future())
        return line[-1]

    @staticmethod
    def wake(line):
        while line:
            if not (future := line.popleft()).done():
                future.set_result(None)
                return

    async def put(self, item):
        while len(self.items) >= self.size:
            await self.parked(self.putters)
        self.items.append(item)
        self.wake(self.takers)

    def __await__(self):
        while not self.items:
            if self.closed:
                return None
            yield from self.parked(self.takers)
        self.wake(self.putters)
        return self.items.popleft()

    def close(self):
        self.closed = True
        while self.takers:
            self.wake(self.takers)


async def pipeline(source, fn, workers, size):
    channel = Channel(size)
    results = {}

    async def produce():
        number = 0
        async for item in source:
            await channel.put((number, item))
            number += 1
        channel.close()

    async def work():
        while entry := await channel:
            number, item = entry
            results[number] = await fn(item)

    async with asyncio.TaskGroup() as group:
        group.create_task(produce())
        for _ in range(workers):
            group.create_task(work())
    return [results[number] for number in range(len(results))]
