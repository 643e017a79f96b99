import asyncio


class Background:
    def __init__(self, report):
        self.report = report
        self.count = 0
        self.idle = asyncio.Event()

    def spawn(self, coro):
        self.count += 1
        asyncio.create_task(self.run(coro))

    async def run(self, coro):
        try:
            await coro
        except Exception as error:
            self.report(error)
        finally:
            self.count -= 1
            if not self.count:
                self.idle.set()

    async def aclose(self):
        if self.count:
            self.idle.clear()
            await self.idle.wait()
