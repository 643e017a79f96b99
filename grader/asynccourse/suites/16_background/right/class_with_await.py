"""An object for each coroutine, which can be awaited and knows how to stop; closed one by one."""

import asyncio


class Running:
    def __init__(self, coro, background):
        self.end = asyncio.Event()
        self.background = background
        self.task = asyncio.create_task(coro)
        self.task.add_done_callback(self.ended)

    def ended(self, task):
        self.background.running.remove(self)
        self.end.set()
        if not task.cancelled() and task.exception() is not None:
            self.background.report(task.exception())

    def __await__(self):
        yield from self.end.wait().__await__()


class Background:
    def __init__(self, report):
        self.report = report
        self.running = []

    def spawn(self, coro):
        self.running.append(Running(coro, self))

    async def aclose(self):
        try:
            while self.running:
                await self.running[0]
        except asyncio.CancelledError:
            for running in self.running:
                running.task.cancel()
            while self.running:
                await self.running[0]
            raise
