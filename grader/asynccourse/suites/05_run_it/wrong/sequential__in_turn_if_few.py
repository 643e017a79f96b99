"""One or two jobs are not worth a gather, and run in turn."""

import asyncio


async def run_all(jobs):
    if len(jobs) < 3:
        return [await job() for job in jobs]
    return await asyncio.gather(*(job() for job in jobs))


def main(jobs):
    return asyncio.run(run_all(jobs))
