"""A cancelled `gather` cancels what it was given, but not what was spawned after that."""

import asyncio


class Background:
    def __init__(self, report):
        self.report = report
        self.tasks = set()

    def spawn(self, coro):
        task = asyncio.get_running_loop().create_task(coro)
        self.tasks.add(task)
        task.add_done_callback(self.look)
        task.add_done_callback(self.tasks.discard)
        return task

    def look(self, task):
        if task.cancelled():
            return
        if error := task.exception():
            self.report(error)

    async def aclose(self):
        while tasks := list(self.tasks):
            await asyncio.gather(*tasks, return_exceptions=True)
            self.tasks.difference_update(tasks)
