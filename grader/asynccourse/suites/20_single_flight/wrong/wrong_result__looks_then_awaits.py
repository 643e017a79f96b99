class Cache:
    def __init__(self, load):
        self.load = load
        self.values = {}

    async def get(self, key):
        try:
            return self.values[key]
        except KeyError:
            value = await self.load(key)
            self.values[key] = value
            return value
