"""The pool is told to end, and nobody waits for it."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def dispatch(jobs):
    loop = asyncio.get_running_loop()
    pool = ProcessPoolExecutor()

    def started(kind, work):
        if kind == "async":
            return work()
        return asyncio.to_thread(work) if kind == "blocking" else loop.run_in_executor(pool, work)

    try:
        return await asyncio.gather(*(started(kind, work) for kind, work in jobs))
    finally:
        pool.shutdown(wait=False)
