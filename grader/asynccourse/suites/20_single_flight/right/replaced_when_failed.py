"""Nothing is forgotten: a load that has failed is replaced by whoever asks next."""

import asyncio


class Cache:
    def __init__(self, load):
        self._load = load
        self._tasks = {}

    async def get(self, key):
        task = self._tasks.get(key)
        if task is None or (task.done() and (task.cancelled() or task.exception())):
            task = self._tasks[key] = asyncio.create_task(self._load(key))
        await asyncio.wait([task])
        return task.result()
