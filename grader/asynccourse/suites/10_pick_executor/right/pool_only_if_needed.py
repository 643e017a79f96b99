"""The pool is made only where there is something to compute."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def dispatch(jobs):
    pool = ProcessPoolExecutor() if any(kind == "cpu" for kind, _ in jobs) else None
    loop = asyncio.get_running_loop()
    places = {
        "async": lambda work: work(),
        "blocking": lambda work: loop.run_in_executor(None, work),
        "cpu": lambda work: loop.run_in_executor(pool, work),
    }
    try:
        return await asyncio.gather(*[places[kind](work) for kind, work in jobs])
    finally:
        if pool is not None:
            pool.shutdown(cancel_futures=True)
