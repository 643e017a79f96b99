"""The jobs are taken out of the list, which may be a tuple."""

import asyncio


async def run_all(jobs):
    tasks = []
    while jobs:
        tasks.append(asyncio.create_task(jobs.pop(0)()))
    return await asyncio.gather(*tasks)


def main(jobs):
    return asyncio.run(run_all(jobs))
