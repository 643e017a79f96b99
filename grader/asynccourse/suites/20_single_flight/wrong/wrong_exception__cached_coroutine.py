class Cache:
    def __init__(self, load):
        self.load = load
        self.coroutines = {}

    async def get(self, key):
        if key not in self.coroutines:
            self.coroutines[key] = self.load(key)
        return await self.coroutines[key]
