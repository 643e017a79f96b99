"""Wait, then read the results; the list is copied first."""

import asyncio


class Batch:
    def __init__(self, jobs):
        self.jobs = tuple(jobs)

    async def run(self):
        tasks = {asyncio.create_task(job()): None for job in self.jobs}
        if tasks:
            await asyncio.wait(tasks)
        for task in tasks:
            task.exception()
        return [task.result() for task in tasks]


def main(jobs):
    return asyncio.run(Batch(jobs).run())
