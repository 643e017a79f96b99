import asyncio


class Background:
    def __init__(self, report):
        self.report = report
        self.tasks = set()
        self.errors = []

    def spawn(self, coro):
        task = asyncio.create_task(coro)
        self.tasks.add(task)
        task.add_done_callback(self.ended)

    def ended(self, task):
        self.tasks.discard(task)
        if not task.cancelled() and task.exception():
            self.errors.append(task.exception())

    async def aclose(self):
        while tasks := list(self.tasks):
            await asyncio.gather(*tasks, return_exceptions=True)
            self.tasks.difference_update(tasks)
        for error in self.errors:
            self.report(error)
        self.errors.clear()
