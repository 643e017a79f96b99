"""An object that runs its job when it is awaited and knows afterwards how that ended."""

import asyncio


class Attempt:
    result = error = None

    def __init__(self, job):
        self.job = job

    def __await__(self):
        try:
            self.result = yield from self.job().__await__()
        except Exception as error:
            self.error = error
        return self


async def settle(jobs):
    attempts = await asyncio.gather(*map(Attempt, jobs))
    return [attempt.result for attempt in attempts], [attempt.error for attempt in attempts]
