import asyncio


class Cache:
    def __init__(self, load):
        self.load = load
        self.tasks = {}

    async def get(self, key):
        if key in self.tasks:
            return await asyncio.shield(self.tasks[key])
        self.tasks[key] = asyncio.create_task(self.load(key))
        try:
            return await asyncio.shield(self.tasks[key])
        except Exception:
            del self.tasks[key]
            raise
