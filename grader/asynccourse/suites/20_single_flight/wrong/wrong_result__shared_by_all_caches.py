import asyncio


class Cache:
    tasks = {}

    def __init__(self, load):
        self.load = load

    async def get(self, key):
        if key not in self.tasks:
            self.tasks[key] = asyncio.create_task(self._load(key))
        return await asyncio.shield(self.tasks[key])

    async def _load(self, key):
        try:
            return await self.load(key)
        except BaseException:
            del self.tasks[key]
            raise
