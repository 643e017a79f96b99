"""A dict of named tasks, and an event that is set whenever nothing runs."""

import asyncio
import itertools


class Background:
    def __init__(self, report):
        self.report = report
        self.numbers = itertools.count()
        self.tasks = {}
        self.idle = asyncio.Event()
        self.idle.set()

    def spawn(self, coro):
        self.idle.clear()
        name = f"background-{next(self.numbers)}"
        task = self.tasks[name] = asyncio.ensure_future(coro)
        task.set_name(name)
        task.add_done_callback(self.done)

    def done(self, task):
        del self.tasks[task.get_name()]
        if not self.tasks:
            self.idle.set()
        try:
            task.result()
        except asyncio.CancelledError:
            pass
        except Exception as error:
            self.report(error)

    async def aclose(self):
        try:
            await self.idle.wait()
        except asyncio.CancelledError:
            for task in list(self.tasks.values()):
                task.cancel()
            await self.idle.wait()
            raise
