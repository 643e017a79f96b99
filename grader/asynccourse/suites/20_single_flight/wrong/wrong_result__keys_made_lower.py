"""Keys that differ only in capitals share a value."""

import asyncio


class Cache:
    def __init__(self, load):
        self._load = load
        self._tasks = {}

    async def _load_for_all(self, key):
        try:
            return await self._load(key)
        except BaseException:
            del self._tasks[key.lower()]
            raise

    async def get(self, key):
        if key.lower() not in self._tasks:
            self._tasks[key.lower()] = asyncio.create_task(self._load_for_all(key))
        return await asyncio.shield(self._tasks[key.lower()])
