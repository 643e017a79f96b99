"""A little nursery: callbacks count the tasks, and the first failure cancels the others."""

import asyncio


class Nursery:
    def __init__(self):
        self.tasks = []
        self.errors = []
        self.quiet = asyncio.Event()

    def start(self, job):
        task = asyncio.get_running_loop().create_task(job())
        task.add_done_callback(self.ended)
        self.tasks.append(task)

    def ended(self, task):
        if not task.cancelled() and task.exception() is not None:
            self.errors.append(task.exception())
            if len(self.errors) == 1:
                self.stop()
        if all(one.done() for one in self.tasks):
            self.quiet.set()

    def stop(self):
        for task in self.tasks:
            task.cancel()


async def all_or_nothing(jobs):
    nursery = Nursery()
    for job in jobs:
        nursery.start(job)
    try:
        if jobs:
            await nursery.quiet.wait()
    except asyncio.CancelledError:
        nursery.stop()
        await nursery.quiet.wait()
        raise
    if nursery.errors:
        raise ExceptionGroup("", nursery.errors)
    return [task.result() for task in nursery.tasks]
