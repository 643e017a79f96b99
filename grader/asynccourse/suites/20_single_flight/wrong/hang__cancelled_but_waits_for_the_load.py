import asyncio


class Cache:
    def __init__(self, load):
        self.load = load
        self.tasks = {}

    async def get(self, key):
        if key not in self.tasks:
            self.tasks[key] = asyncio.create_task(self._load(key))
        task = self.tasks[key]
        try:
            return await asyncio.shield(task)
        finally:
            await asyncio.wait([task])

    async def _load(self, key):
        try:
            return await self.load(key)
        except BaseException:
            del self.tasks[key]
            raise
