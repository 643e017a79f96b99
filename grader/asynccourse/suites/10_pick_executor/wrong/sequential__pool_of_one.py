"""One worker for all that computes."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def dispatch(jobs):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(1) as pool:

        def started(kind, work):
            if kind == "cpu":
                return loop.run_in_executor(pool, work)
            return asyncio.to_thread(work) if kind == "blocking" else work()

        return await asyncio.gather(*(started(kind, work) for kind, work in jobs))
