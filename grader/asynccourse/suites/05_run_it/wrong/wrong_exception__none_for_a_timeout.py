"""A job that raises a TimeoutError gives None."""

import asyncio


async def run(job):
    try:
        return await job()
    except TimeoutError:
        return None


async def run_all(jobs):
    return await asyncio.gather(*map(run, jobs))


def main(jobs):
    return asyncio.run(run_all(jobs))
