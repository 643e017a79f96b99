"""Reports an error only once, and takes two that are equal for one."""

import asyncio


class Background:
    def __init__(self, report):
        self._report = report
        self._tasks = set()
        self._seen = set()

    def spawn(self, coro):
        task = asyncio.create_task(coro)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task):
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            if repr(error) not in self._seen:
                self._seen.add(repr(error))
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
