"""A timer for each load warns of a slow one: it wakes nobody who waits."""

import asyncio
import logging


class Cache:
    def __init__(self, load):
        self._load = load
        self._tasks = {}

    async def _watched(self, key):
        loop = asyncio.get_running_loop()
        warning = loop.call_later(30, logging.warning, "load(%r) is slow", key)
        try:
            return await self._load(key)
        except BaseException:
            del self._tasks[key]
            raise
        finally:
            warning.cancel()

    async def get(self, key):
        if key not in self._tasks:
            self._tasks[key] = asyncio.create_task(self._watched(key))
        return await asyncio.shield(self._tasks[key])
