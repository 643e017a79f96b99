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
        while self.tasks:
            await asyncio.gather(*self.tasks)
