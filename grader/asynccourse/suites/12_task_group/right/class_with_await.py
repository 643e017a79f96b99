"""An object to be awaited, in which each end is handed on through a queue."""

import asyncio


class AllOrNothing:
    def __init__(self, jobs):
        self.jobs = jobs
        self.ends = asyncio.Queue()

    def __await__(self):
        return self.run().__await__()

    async def run(self):
        tasks = []
        try:
            for job in self.jobs:
                task = asyncio.ensure_future(job())
                task.add_done_callback(self.ends.put_nowait)
                tasks.append(task)
            for _ in tasks:
                task = await self.ends.get()
                if task.exception() is not None:
                    break
        finally:
            for task in tasks:
                task.cancel()
            if tasks:
                await asyncio.wait(tasks)
        failed = [task.exception() for task in tasks if not task.cancelled() and task.exception()]
        if failed:
            raise ExceptionGroup(f"{len(failed)} of {len(tasks)}", failed)
        return [task.result() for task in tasks]


async def all_or_nothing(jobs):
    return await AllOrNothing(jobs)
