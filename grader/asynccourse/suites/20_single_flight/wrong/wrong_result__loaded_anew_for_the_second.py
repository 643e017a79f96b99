import asyncio


class Cache:
    """As with a future of the first caller; when that one is cancelled, the next begins again."""

    def __init__(self, load):
        self.load = load
        self.futures = {}

    async def get(self, key):
        while key in self.futures:
            try:
                return await asyncio.shield(self.futures[key])
            except asyncio.CancelledError:
                if asyncio.current_task().cancelling():
                    raise
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
