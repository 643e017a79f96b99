"""A lambda can't be sent to a process."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def dispatch(jobs):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as pool:

        def started(kind, work):
            if kind == "async":
                return work()
            if kind == "cpu":
                return loop.run_in_executor(pool, lambda: work())
            return asyncio.to_thread(work)

        return await asyncio.gather(*(started(kind, work) for kind, work in jobs))
