import asyncio


class Background:
    def __init__(self, report):
        self.report = report
        self.tasks = set()

    def spawn(self, coro):
        task = asyncio.create_task(coro)
        self.tasks.add(task)
        task.add_done_callback(self.ended)

    def ended(self, task):
        self.tasks.discard(task)
        if not task.cancelled() and task.exception():
            self.report(task.exception())

    async def aclose(self):
        try:
            while self.tasks:
                await asyncio.wait(self.tasks)
        except asyncio.CancelledError:
            while self.tasks:
                for task in self.tasks:
                    task.cancel()
                await asyncio.wait(self.tasks, return_when=asyncio.FIRST_COMPLETED)
            raise
