import asyncio


class Background:
    def __init__(self, report):
        self.report = report
        self.tasks = set()
        self.results = []

    def spawn(self, coro):
        task = asyncio.create_task(coro)
        self.tasks.add(task)
        task.add_done_callback(self.ended)

    def ended(self, task):
        self.tasks.remove(task)
        if task.cancelled():
            return
        if task.exception():
            self.report(task.exception())
        else:
            self.results.append(task.result())

    async def aclose(self):
        while self.tasks:
            await asyncio.gather(*self.tasks, return_exceptions=True)
