"""A queue of which only the count of unfinished things is used: `join` waits for it."""

import asyncio
import functools


class Background:
    def __init__(self, report):
        self.report = report
        self.counter = asyncio.Queue()
        self.stops = {}

    def spawn(self, coro):
        self.counter.put_nowait(None)
        self.counter.get_nowait()
        task = asyncio.create_task(coro)
        self.stops[id(task)] = task.cancel
        task.add_done_callback(functools.partial(self.ended, id(task)))

    def ended(self, key, task):
        del self.stops[key]
        self.counter.task_done()
        if not task.cancelled() and task.exception() is not None:
            self.report(task.exception())

    async def aclose(self):
        try:
            await self.counter.join()
        except asyncio.CancelledError:
            for stop in self.stops.values():
                stop()
            await self.counter.join()
            raise
