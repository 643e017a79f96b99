"""A list that is cleared of what has ended whenever something is spawned."""

import asyncio


class Background:
    def __init__(self, report):
        self.report = report
        self.tasks = []

    def spawn(self, coro):
        self.tasks = [task for task in self.tasks if not task.done()]
        task = asyncio.create_task(coro)
        task.add_done_callback(self.ended)
        self.tasks.append(task)

    def ended(self, task):
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self.report(error)

    async def aclose(self):
        while self.tasks:
            last = self.tasks[-1]
            try:
                await asyncio.wait([last])
            except asyncio.CancelledError:
                for task in self.tasks:
                    task.cancel()
                await asyncio.gather(*self.tasks, return_exceptions=True)
                raise
            self.tasks.remove(last)
