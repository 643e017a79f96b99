"""A load is an object that can be awaited by any number, each by a future of its own."""

import asyncio


class Load:
    def __init__(self, coroutine):
        self.waiting = []
        self.ended = False
        self.value = self.error = None
        self.task = asyncio.ensure_future(self.run(coroutine))

    async def run(self, coroutine):
        try:
            self.value = await coroutine
        except Exception as error:
            self.error = error
        self.ended = True
        for future in self.waiting:
            if not future.done():
                future.set_result(None)

    def __await__(self):
        if not self.ended:
            future = asyncio.get_running_loop().create_future()
            self.waiting.append(future)
            yield from future
        if self.error is not None:
            raise self.error
        return self.value


class Cache:
    def __init__(self, load):
        self.load = load
        self.loads = {}

    async def get(self, key):
        load = self.loads.get(key)
        if load is None or load.error is not None:
            load = self.loads[key] = Load(self.load(key))
        return await load
