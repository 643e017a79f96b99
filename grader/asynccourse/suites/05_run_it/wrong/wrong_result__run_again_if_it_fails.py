"""A job that fails gets a second try."""

import asyncio


async def run(job):
    try:
        return await job()
    except Exception:
        return await job()


async def run_all(jobs):
    return await asyncio.gather(*map(run, jobs))


def main(jobs):
    return asyncio.run(run_all(jobs))
