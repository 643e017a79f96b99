"""The same jobs again give what they gave the last time, and aren't run."""

import asyncio

kept = {}


async def run_all(jobs):
    return await asyncio.gather(*(job() for job in jobs))


def main(jobs):
    key = tuple(jobs)
    if key not in kept:
        kept[key] = asyncio.run(run_all(jobs))
    return kept[key]
