"""Only a load that fails with an OSError is forgotten."""

import asyncio


class Cache:
    def __init__(self, load):
        self._load = load
        self._tasks = {}

    async def _load_for_all(self, key):
        try:
            return await self._load(key)
        except OSError:
            del self._tasks[key]
            raise

    async def get(self, key):
        if key not in self._tasks:
            self._tasks[key] = asyncio.create_task(self._load_for_all(key))
        return await asyncio.shield(self._tasks[key])
