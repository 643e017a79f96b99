"""The module holds every task until it ends; a `Background` only knows which are its own."""

import asyncio
import weakref

RUNNING = set()


class Background:
    def __init__(self, report):
        self.report = report
        self.mine = weakref.WeakSet()

    def spawn(self, coro):
        task = asyncio.ensure_future(coro)
        RUNNING.add(task)
        self.mine.add(task)
        task.add_done_callback(RUNNING.discard)
        task.add_done_callback(self.look)

    def look(self, task):
        if not task.cancelled() and (error := task.exception()):
            self.report(error)

    def left(self):
        return [task for task in self.mine if not task.done()]

    async def aclose(self):
        cancelled = None
        while left := self.left():
            try:
                await asyncio.wait(left)
            except asyncio.CancelledError as error:
                cancelled = error
                for task in self.left():
                    task.cancel()
        if cancelled is not None:
            raise cancelled
