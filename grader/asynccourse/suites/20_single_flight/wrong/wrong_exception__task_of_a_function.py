"""A task is made of the function itself, and not of what calling it gives."""

import asyncio


class Cache:
    def __init__(self, load):
        self._load = load
        self._tasks = {}

    async def get(self, key):
        if key not in self._tasks:
            self._tasks[key] = asyncio.create_task(self._load)
        return await asyncio.shield(self._tasks[key])
