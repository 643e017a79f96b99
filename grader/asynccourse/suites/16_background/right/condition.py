"""Beside each task there is another that waits for its end, and tells a condition of it."""

import asyncio


class Background:
    def __init__(self, report):
        self.report = report
        self.watchers = {}
        self.news = asyncio.Condition()

    def spawn(self, coro):
        task = asyncio.create_task(coro)
        self.watchers[task] = asyncio.create_task(self.watch(task))

    async def watch(self, task):
        await asyncio.wait([task])
        if not task.cancelled() and task.exception():
            self.report(task.exception())
        del self.watchers[task]
        async with self.news:
            self.news.notify_all()

    async def aclose(self):
        try:
            await self.quiet()
        except asyncio.CancelledError:
            for task in self.watchers:
                task.cancel()
            await self.quiet()
            raise

    async def quiet(self):
        async with self.news:
            await self.news.wait_for(lambda: not self.watchers)
