"""First all coroutines, then all threads, then all processes."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def dispatch(jobs):
    loop = asyncio.get_running_loop()
    results = [None] * len(jobs)

    async def keep(number, awaitable):
        results[number] = await awaitable

    with ProcessPoolExecutor() as pool:
        ways = {
            "async": lambda work: work(),
            "blocking": asyncio.to_thread,
            "cpu": lambda work: loop.run_in_executor(pool, work),
        }
        for kind, way in ways.items():
            mine = [(number, work) for number, (k, work) in enumerate(jobs) if k == kind]
            await asyncio.gather(*(keep(number, way(work)) for number, work in mine))
    return results
