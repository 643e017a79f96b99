"""A value is thrown away a minute after it was loaded."""

import asyncio


class Cache:
    def __init__(self, load):
        self._load = load
        self._tasks = {}

    async def get(self, key):
        if key not in self._tasks:
            task = self._tasks[key] = asyncio.create_task(self._load(key))
            task.add_done_callback(lambda task: self._ended(key, task))
        return await asyncio.shield(self._tasks[key])

    def _ended(self, key, task):
        if task.cancelled() or task.exception():
            del self._tasks[key]
        else:
            asyncio.get_running_loop().call_later(60, self._tasks.pop, key, None)
