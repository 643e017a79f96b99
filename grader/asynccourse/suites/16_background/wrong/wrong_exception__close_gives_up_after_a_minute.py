"""Waits for a minute; then it cancels what still runs, and raises TimeoutError."""

import asyncio


class Background:
    def __init__(self, report):
        self._report = report
        self._tasks = set()

    def spawn(self, coro):
        task = asyncio.create_task(coro)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task):
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self._report(error)

    async def aclose(self):
        try:
            async with asyncio.timeout(60):
                await self._all_ended()
        except (asyncio.CancelledError, TimeoutError):
            for task in self._tasks:
                task.cancel()
            await self._all_ended()
            raise

    async def _all_ended(self):
        while self._tasks:
            await asyncio.wait(self._tasks)
