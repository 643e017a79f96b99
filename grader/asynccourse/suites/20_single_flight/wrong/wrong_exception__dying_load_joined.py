import asyncio


class Cache:
    def __init__(self, load):
        self.load = load
        self.tasks = {}
        self.waiters = {}

    async def get(self, key):
        if key not in self.tasks:
            self.tasks[key] = asyncio.create_task(self._load(key))
            self.waiters[key] = 0
        task = self.tasks[key]
        self.waiters[key] += 1
        try:
            return await asyncio.shield(task)
        finally:
            if key in self.waiters:
                self.waiters[key] -= 1
                if self.waiters[key] == 0 and not task.done():
                    task.cancel()

    async def _load(self, key):
        try:
            return await self.load(key)
        except BaseException:
            del self.tasks[key]
            raise
