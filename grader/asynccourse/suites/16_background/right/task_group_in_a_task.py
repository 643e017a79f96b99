"""A TaskGroup that lives in a task of its own from the first spawn to the close."""

import asyncio


class Background:
    def __init__(self, report):
        self._report = report
        self._inbox = None
        self._keeper = None

    def spawn(self, coro):
        if self._keeper is None:
            self._inbox = asyncio.Queue()
            self._keeper = asyncio.create_task(self._keep(self._inbox))
        self._inbox.put_nowait(coro)

    async def _keep(self, inbox):
        async with asyncio.TaskGroup() as group:
            while (coro := await inbox.get()) is not None:
                group.create_task(self._one(inbox, coro))
                del coro

    async def _one(self, inbox, coro):
        try:
            await coro
        except Exception as error:
            self._report(error)
        finally:
            inbox.task_done()

    async def aclose(self):
        if self._keeper is None:
            return
        try:
            await self._inbox.join()
        except asyncio.CancelledError:
            self._keeper.cancel()
            await asyncio.wait([self._keeper])
            raise
        self._inbox.put_nowait(None)
        await self._keeper
        self._keeper = None
