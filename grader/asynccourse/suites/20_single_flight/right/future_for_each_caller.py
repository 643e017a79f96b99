"""Every caller has a future of its own; the load hands its end to those that still wait."""

import asyncio


class Cache:
    def __init__(self, load):
        self._load = load
        self._values = {}
        self._waiting = {}
        self._running = set()

    async def get(self, key):
        if key in self._values:
            return self._values[key]
        if key not in self._waiting:
            self._waiting[key] = []
            task = asyncio.create_task(self._fill(key))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        mine = asyncio.get_running_loop().create_future()
        self._waiting[key].append(mine)
        return await mine

    async def _fill(self, key):
        try:
            self._values[key] = await self._load(key)
        except Exception as error:
            for future in self._left(key):
                future.set_exception(error)
        else:
            for future in self._left(key):
                future.set_result(self._values[key])

    def _left(self, key):
        return [future for future in self._waiting.pop(key) if not future.done()]
