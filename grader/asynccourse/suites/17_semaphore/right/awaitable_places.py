"""The semaphore is a class of its own: `await places` takes one, by a generator in `__await__`."""

import asyncio
from collections import deque


class Places:
    def __init__(self, free):
        self.free = free
        self.waiting = deque()

    def __await__(self):
        while not self.free:
            future = asyncio.get_running_loop().create_future()
            self.waiting.append(future)
            yield from future
        self.free -= 1

    def give_back(self, _task=None):
        self.free += 1
        while self.waiting:
            future = self.waiting.popleft()
            if not future.done():
                future.set_result(None)
                return


async def bounded_map(fn, items, limit):
    places = Places(limit)
    rest = iter(items)
    nothing = object()
    tasks = []

    async def one(item):
        return await fn(item)

    async with asyncio.TaskGroup() as group:
        while True:
            await places
            if (item := next(rest, nothing)) is nothing:
                break
            tasks.append(group.create_task(one(item)))
            tasks[-1].add_done_callback(places.give_back)
    return [task.result() for task in tasks]
