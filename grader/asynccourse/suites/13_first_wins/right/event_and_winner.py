"""The tasks note how they ended, and an event says that the race is decided."""

import asyncio


class Scores:
    def __init__(self, runners):
        self.runners = runners
        self.results = []
        self.errors = []
        self.decided = asyncio.Event()

    async def attempt(self, job):
        try:
            self.results.append(await job())
        except Exception as error:
            self.errors.append(error)
        if self.results or len(self.errors) == self.runners:
            self.decided.set()


async def race(jobs):
    if not jobs:
        raise ValueError("race() needs jobs")
    scores = Scores(len(jobs))
    tasks = [asyncio.create_task(scores.attempt(job)) for job in jobs]
    try:
        await scores.decided.wait()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    if scores.results:
        return scores.results[0]
    raise ExceptionGroup("failures", scores.errors)
