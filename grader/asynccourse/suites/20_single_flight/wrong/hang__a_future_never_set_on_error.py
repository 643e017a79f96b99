import asyncio


class Cache:
    def __init__(self, load):
        self.load = load
        self.futures = {}

    async def get(self, key):
        if key not in self.futures:
            self.futures[key] = asyncio.get_running_loop().create_future()
            try:
                self.futures[key].set_result(await self.load(key))
            except BaseException:
                del self.futures[key]
                raise
        return await asyncio.shield(self.futures[key])
