"""`get` is an ordinary function: it gives a shielded task, which begins without being awaited."""

import asyncio


class Cache:
    def __init__(self, load):
        self.load = load
        self.tasks = {}

    def get(self, key):
        try:
            task = self.tasks[key]
        except KeyError:
            task = self.tasks[key] = asyncio.get_running_loop().create_task(self.fetch(key))
        return asyncio.shield(task)

    async def fetch(self, key):
        good = False
        try:
            value = await self.load(key)
            good = True
            return value
        finally:
            if not good:
                self.tasks.pop(key)
