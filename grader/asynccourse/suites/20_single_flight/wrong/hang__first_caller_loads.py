import asyncio


class Cache:
    def __init__(self, load):
        self.load = load
        self.values = {}
        self.errors = {}
        self.events = {}

    async def get(self, key):
        if key in self.values:
            return self.values[key]
        if key in self.events:
            event = self.events[key]
            await event.wait()
            if key in self.values:
                return self.values[key]
            raise self.errors[event]
        event = self.events[key] = asyncio.Event()
        try:
            self.values[key] = await self.load(key)
        except Exception as error:
            self.errors[event] = error
            del self.events[key]
            event.set()
            raise
        event.set()
        return self.values[key]
