import asyncio


class Cache:
    def __init__(self, load):
        self.load = load
        self.values = {}
        self.tasks = {}

    async def get(self, key):
        value = self.values.get(key)
        if value is not None:
            return value
        if key not in self.tasks:
            self.tasks[key] = asyncio.create_task(self._load(key))
        return await asyncio.shield(self.tasks[key])

    async def _load(self, key):
        try:
            self.values[key] = await self.load(key)
            return self.values[key]
        finally:
            del self.tasks[key]
