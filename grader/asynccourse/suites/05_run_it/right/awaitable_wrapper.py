"""A class that is awaited."""

import asyncio


class Together:
    def __init__(self, jobs):
        self.jobs = jobs

    def __await__(self):
        return asyncio.gather(*(job() for job in self.jobs)).__await__()


async def result_of(awaitable):
    return list(await awaitable)


def main(jobs):
    return asyncio.run(result_of(Together(jobs)))
