"""An entry for each key, with an event that says that it is filled."""

import asyncio


class Entry:
    def __init__(self):
        self.filled = asyncio.Event()
        self.value = None
        self.error = None
        self.task = None


class Cache:
    def __init__(self, load):
        self.load = load
        self.entries = {}

    async def get(self, key):
        entry = self.entries.get(key)
        if entry is None:
            entry = self.entries[key] = Entry()
            entry.task = asyncio.create_task(self.fill(key, entry))
        await entry.filled.wait()
        if entry.error is not None:
            raise entry.error
        return entry.value

    async def fill(self, key, entry):
        try:
            entry.value = await self.load(key)
        except Exception as error:
            entry.error = error
            del self.entries[key]
        finally:
            entry.filled.set()
