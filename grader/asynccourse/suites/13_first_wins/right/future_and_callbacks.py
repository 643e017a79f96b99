"""A future that the first success fulfils, through callbacks."""

import asyncio


class Race:
    def __init__(self, jobs):
        self.winner = asyncio.get_running_loop().create_future()
        self.errors = []
        self.tasks = [asyncio.ensure_future(job()) for job in jobs]
        for task in self.tasks:
            task.add_done_callback(self.finished)

    def finished(self, task):
        if task.cancelled():
            return
        error = task.exception()
        if self.winner.done():
            return
        if error is None:
            self.winner.set_result(task.result())
        else:
            self.errors.append(error)
            if len(self.errors) == len(self.tasks):
                self.winner.set_exception(ExceptionGroup("", self.errors))

    async def run(self):
        try:
            return await self.winner
        finally:
            unfinished = [task for task in self.tasks if task.cancel()]
            if unfinished:
                await asyncio.wait(unfinished)


async def race(jobs):
    if len(jobs) == 0:
        raise ValueError(f"cannot race {jobs!r}")
    return await Race(jobs).run()
