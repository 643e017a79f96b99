"""The coroutine functions are called and never awaited."""

import asyncio
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


async def dispatch(jobs):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor() as processes:
        results = []
        for kind, work in jobs:
            if kind == "async":
                results.append(work())
            else:
                pool = processes if kind == "cpu" else None
                results.append(await loop.run_in_executor(pool, work))
        return results
