"""Keeps what it has started by its job, so that one that stands in the list twice is run once."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def dispatch(jobs):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as pool:

        def started(kind, work):
            if kind == "async":
                return asyncio.ensure_future(work())
            return loop.run_in_executor(pool if kind == "cpu" else None, work)

        runs = {job: started(*job) for job in dict.fromkeys(jobs)}
        await asyncio.gather(*runs.values())
        return [runs[job].result() for job in jobs]
