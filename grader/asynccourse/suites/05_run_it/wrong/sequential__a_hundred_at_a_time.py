"""No more than a hundred jobs at a time."""

import asyncio


async def run_all(jobs):
    limit = asyncio.Semaphore(100)

    async def run(job):
        async with limit:
            return await job()

    return await asyncio.gather(*map(run, jobs))


def main(jobs):
    return asyncio.run(run_all(jobs))
