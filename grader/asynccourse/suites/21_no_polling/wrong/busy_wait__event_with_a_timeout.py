import asyncio


class Inventory:
    """The event may be missed, so it looks once a second, to be sure."""

    def __init__(self):
        self.stock = 0
        self.event = asyncio.Event()

    async def add(self, n):
        self.stock += n
        self.event.set()

    async def take(self, n):
        while self.stock < n:
            self.event.clear()
            try:
                async with asyncio.timeout(1):
                    await self.event.wait()
            except TimeoutError:
                pass
        self.stock -= n
