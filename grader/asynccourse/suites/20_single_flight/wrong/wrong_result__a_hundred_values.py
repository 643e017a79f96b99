"""Of more than a hundred values the oldest is thrown away."""

import asyncio


class Cache:
    def __init__(self, load):
        self._load = load
        self._tasks = {}

    async def _load_for_all(self, key):
        try:
            return await self._load(key)
        except BaseException:
            self._tasks.pop(key, None)
            raise

    async def get(self, key):
        task = self._tasks.get(key)
        if task is None:
            if len(self._tasks) >= 100:
                del self._tasks[next(iter(self._tasks))]
            task = self._tasks[key] = asyncio.create_task(self._load_for_all(key))
        return await asyncio.shield(task)
