import asyncio


class Background:
    def __init__(self, report):
        self.report = report
        self.queue = asyncio.Queue()
        self.keeper = None

    def spawn(self, coro):
        if self.keeper is None:
            self.keeper = asyncio.create_task(self.keep())
        self.queue.put_nowait(coro)

    async def keep(self):
        try:
            async with asyncio.TaskGroup() as group:
                while (coro := await self.queue.get()) is not None:
                    group.create_task(coro)
                    del coro
        except* Exception as errors:
            for error in errors.exceptions:
                self.report(error)

    async def aclose(self):
        if self.keeper is not None:
            self.queue.put_nowait(None)
            await self.keeper
