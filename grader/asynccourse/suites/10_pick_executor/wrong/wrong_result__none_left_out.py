"""Leaves out the results that are None."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def dispatch(jobs):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as pool:

        def started(kind, work):
            if kind == "async":
                return work()
            return loop.run_in_executor(pool if kind == "cpu" else None, work)

        results = await asyncio.gather(*(started(kind, work) for kind, work in jobs))
        return [result for result in results if result is not None]
