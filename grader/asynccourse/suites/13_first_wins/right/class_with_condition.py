"""An object to be awaited, whose runners tell a condition; they start one in each turn."""

import asyncio


class Race:
    def __init__(self, jobs):
        self.jobs = jobs
        self.news = asyncio.Condition()
        self.winners = []
        self.errors = []

    async def run(self, job):
        try:
            place, end = self.winners, await job()
        except Exception as error:
            place, end = self.errors, error
        async with self.news:
            place.append(end)
            self.news.notify_all()

    def decided(self):
        return self.winners or len(self.errors) == len(self.jobs)

    async def start_and_wait(self, tasks):
        for job in self.jobs:
            tasks.append(asyncio.create_task(self.run(job)))
            await asyncio.sleep(0)
        async with self.news:
            await self.news.wait_for(self.decided)

    def __await__(self):
        tasks = []
        try:
            yield from self.start_and_wait(tasks).__await__()
        finally:
            for task in tasks:
                task.cancel()
            yield from asyncio.gather(*tasks, return_exceptions=True)
        if self.winners:
            return self.winners[0]
        raise ExceptionGroup("nobody", self.errors)


async def race(jobs):
    if not jobs:
        raise ValueError("nobody")
    return await Race(jobs)
