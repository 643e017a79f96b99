"""When one load fails, all that has been loaded is thrown away."""

import asyncio
from functools import cache


class Cache:
    def __init__(self, load):
        @cache
        def task_of(key):
            task = asyncio.create_task(load(key))
            task.add_done_callback(self._ended)
            return task

        self._task_of = task_of

    def _ended(self, task):
        if task.cancelled() or task.exception():
            self._task_of.cache_clear()

    async def get(self, key):
        return await asyncio.shield(self._task_of(key))
