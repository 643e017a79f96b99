import asyncio


class Background:
    def __init__(self, report):
        self.report = report
        self.coros = []

    def spawn(self, coro):
        self.coros.append(coro)

    async def aclose(self):
        coros, self.coros = self.coros, []
        for result in await asyncio.gather(*coros, return_exceptions=True):
            if isinstance(result, Exception):
                self.report(result)
