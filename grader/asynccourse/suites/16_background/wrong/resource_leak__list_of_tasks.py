import asyncio


class Background:
    def __init__(self, report):
        self.report = report
        self.tasks = []

    def spawn(self, coro):
        task = asyncio.create_task(coro)
        task.add_done_callback(self.ended)
        self.tasks.append(task)

    def ended(self, task):
        if not task.cancelled() and task.exception():
            self.report(task.exception())

    async def aclose(self):
        while not all(task.done() for task in self.tasks):
            await asyncio.gather(*self.tasks, return_exceptions=True)
