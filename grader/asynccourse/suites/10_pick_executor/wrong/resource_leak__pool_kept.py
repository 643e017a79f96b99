"""The pool is never shut down."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


POOL = None


async def dispatch(jobs):
    global POOL
    POOL = POOL or ProcessPoolExecutor()
    loop = asyncio.get_running_loop()

    def started(kind, work):
        if kind == "async":
            return work()
        return loop.run_in_executor(POOL, work) if kind == "cpu" else asyncio.to_thread(work)

    return await asyncio.gather(*(started(kind, work) for kind, work in jobs))
