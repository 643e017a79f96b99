"""An error is kept as a value for a while: so a value that is an exception is taken for an error."""

import asyncio


class Cache:
    def __init__(self, load):
        self._load = load
        self._tasks = {}

    async def _attempt(self, key):
        try:
            return await self._load(key)
        except Exception as error:
            del self._tasks[key]
            return error

    async def get(self, key):
        if key not in self._tasks:
            self._tasks[key] = asyncio.create_task(self._attempt(key))
        value = await asyncio.shield(self._tasks[key])
        if isinstance(value, Exception):
            raise value
        return value
