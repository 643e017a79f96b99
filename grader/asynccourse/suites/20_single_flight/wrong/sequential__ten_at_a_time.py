"""No more than ten keys are loaded at the same time."""

import asyncio


class Cache:
    def __init__(self, load):
        self._load = load
        self._tasks = {}
        self._places = asyncio.Semaphore(10)

    async def _load_for_all(self, key):
        try:
            async with self._places:
                return await self._load(key)
        except BaseException:
            del self._tasks[key]
            raise

    async def get(self, key):
        if key not in self._tasks:
            self._tasks[key] = asyncio.create_task(self._load_for_all(key))
        return await asyncio.shield(self._tasks[key])
