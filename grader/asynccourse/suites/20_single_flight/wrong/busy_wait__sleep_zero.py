import asyncio


class Cache:
    def __init__(self, load):
        self.load = load
        self.values = {}
        self.loading = set()

    async def get(self, key):
        while key in self.loading:
            await asyncio.sleep(0)
        if key not in self.values:
            self.loading.add(key)
            try:
                self.values[key] = await self.load(key)
            finally:
                self.loading.discard(key)
        return self.values[key]
