"""From Python 3.12 on the load begins within `get` itself, and may have ended when it is noted."""

import asyncio
import sys


def begin(coroutine):
    if sys.version_info >= (3, 12):
        return asyncio.Task(coroutine, loop=asyncio.get_running_loop(), eager_start=True)
    return asyncio.create_task(coroutine)


class Cache:
    def __init__(self, load):
        self._load = load
        self._loads = {}

    async def get(self, key):
        task = self._loads.get(key)
        if task is None:
            task = begin(self._load(key))
            if not task.done():
                self._loads[key] = task
                task.add_done_callback(lambda ended: self._settle(key, ended))
            elif not task.cancelled() and task.exception() is None:
                self._loads[key] = task
        return await asyncio.shield(task)

    def _settle(self, key, task):
        if task.cancelled() or task.exception() is not None:
            self._loads.pop(key)
