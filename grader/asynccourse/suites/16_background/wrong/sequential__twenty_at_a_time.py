"""A semaphore lets no more than twenty run at a time."""

import asyncio


class Background:
    def __init__(self, report):
        self._report = report
        self._tasks = set()
        self._limit = asyncio.Semaphore(20)

    def spawn(self, coro):
        task = asyncio.create_task(self._limited(coro))
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task):
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self._report(error)

    async def aclose(self):
        try:
            await self._all_ended()
        except asyncio.CancelledError:
            for task in self._tasks:
                task.cancel()
            await self._all_ended()
            raise

    async def _all_ended(self):
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _limited(self, coro):
        async with self._limit:
            await coro
