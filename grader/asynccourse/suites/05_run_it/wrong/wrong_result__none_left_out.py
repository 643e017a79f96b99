"""A result of None is taken for none."""

import asyncio


async def run_all(jobs):
    results = await asyncio.gather(*(job() for job in jobs))
    return [result for result in results if result is not None]


def main(jobs):
    return asyncio.run(run_all(jobs))
