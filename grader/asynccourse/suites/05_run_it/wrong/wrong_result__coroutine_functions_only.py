"""Only coroutine functions are run, though other functions return coroutines too."""

import asyncio
import inspect


async def run_all(jobs):
    return await asyncio.gather(*(job() for job in jobs if inspect.iscoroutinefunction(job)))


def main(jobs):
    return asyncio.run(run_all(jobs))
