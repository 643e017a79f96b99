"""Results are kept by place, also those of an earlier call with more jobs."""

import asyncio

results = {}


async def run(place, job):
    results[place] = await job()


async def run_all(jobs):
    await asyncio.gather(*(run(place, job) for place, job in enumerate(jobs)))
    return [results[place] for place in sorted(results)]


def main(jobs):
    return asyncio.run(run_all(jobs))
