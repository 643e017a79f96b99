import asyncio


class Cache:
    def __init__(self, load):
        self.load = load
        self.futures = {}

    async def get(self, key):
        if key in self.futures:
            return await asyncio.shield(self.futures[key])
        future = self.futures[key] = asyncio.get_running_loop().create_future()
        try:
            value = await self.load(key)
        except asyncio.CancelledError:
            del self.futures[key]
            future.cancel()
            raise
        except Exception as error:
            del self.futures[key]
            future.set_exception(error)
            future.exception()
            raise
        future.set_result(value)
        return value
