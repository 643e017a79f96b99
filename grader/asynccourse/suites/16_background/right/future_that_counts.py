"""A counter that a future waits for, with the tasks held by the callbacks that count."""

import asyncio


class Background:
    def __init__(self, report):
        self.report = report
        self.running = set()
        self.waiters = []

    def spawn(self, coro):
        async def run():
            return await coro

        task = asyncio.create_task(run(), name="background")
        self.running |= {task}
        task.add_done_callback(self._done)

    def _done(self, task):
        self.running -= {task}
        if not task.cancelled() and task.exception():
            self.report(task.exception())
        if not self.running:
            for waiter in self.waiters:
                if not waiter.done():
                    waiter.set_result(None)
            self.waiters.clear()

    async def aclose(self):
        cancelled = None
        while self.running:
            waiter = asyncio.get_running_loop().create_future()
            self.waiters.append(waiter)
            try:
                await waiter
            except asyncio.CancelledError as error:
                cancelled = error
                for task in self.running:
                    task.cancel()
        if cancelled is not None:
            raise cancelled
