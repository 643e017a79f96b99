"""Threads of its own, which end with their jobs: nobody waits for them."""

import asyncio
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


async def dispatch(jobs):
    loop = asyncio.get_running_loop()
    threads = ThreadPoolExecutor(64)
    with ProcessPoolExecutor() as pool:

        def started(kind, work):
            if kind == "async":
                return work()
            return loop.run_in_executor(threads if kind == "blocking" else pool, work)

        try:
            return await asyncio.gather(*(started(kind, work) for kind, work in jobs))
        finally:
            threads.shutdown(wait=False)
