"""A dictionary whose missing items are tasks, which say whether they went well."""

import asyncio


class Loads(dict):
    def __init__(self, load):
        self.load = load

    def __missing__(self, key):
        async def run():
            try:
                return True, await self.load(key)
            except Exception as error:
                self.pop(key)
                return False, error

        self[key] = asyncio.ensure_future(run())
        return self[key]


class Cache:
    def __init__(self, load):
        self.loads = Loads(load)

    async def get(self, key):
        good, found = await asyncio.shield(self.loads[key])
        if good:
            return found
        raise found
