"""A job that comes again isn't run again."""

import asyncio


async def run_all(jobs):
    tasks = {job: asyncio.create_task(job()) for job in dict.fromkeys(jobs)}
    return [await tasks[job] for job in jobs]


def main(jobs):
    return asyncio.run(run_all(jobs))
