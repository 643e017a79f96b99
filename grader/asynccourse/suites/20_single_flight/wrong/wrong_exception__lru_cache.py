from functools import lru_cache


class Cache:
    def __init__(self, load):
        self.load = lru_cache(load)

    async def get(self, key):
        return await self.load(key)
