import asyncio
from collections import defaultdict


class Cache:
    def __init__(self, load):
        self.load = load
        self.values = {}
        self.locks = defaultdict(asyncio.Lock)

    async def get(self, key):
        async with self.locks[key]:
            if key not in self.values:
                self.values[key] = await self.load(key)
            return self.values[key]
