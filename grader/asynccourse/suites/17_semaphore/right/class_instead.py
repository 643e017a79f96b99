"""`bounded_map` is a class whose objects can be awaited; its workers fetch from a small store."""

import asyncio
from collections import deque
from itertools import islice


class bounded_map:
    def __init__(self, fn, items, limit):
        self.fn = fn
        self.numbered = enumerate(items)
        self.limit = limit
        self.store = deque()
        self.results = {}

    def __await__(self):
        return self.run().__await__()

    async def run(self):
        async with asyncio.TaskGroup() as group:
            for _ in range(self.limit):
                group.create_task(self.work())
        return [result for _, result in sorted(self.results.items(), key=lambda pair: pair[0])]

    async def work(self):
        while self.store or self.refill():
            number, item = self.store.popleft()
            self.results[number] = await self.fn(item)

    def refill(self):
        self.store.extend(islice(self.numbered, self.limit))
        return bool(self.store)
