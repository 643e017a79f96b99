"""A table from kind to executor, and TaskGroup's cousin gather for the rest."""

import asyncio
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


async def dispatch(jobs):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(2) as processes, ThreadPoolExecutor(8) as threads:
        executors = {"blocking": threads, "cpu": processes}
        return list(
            await asyncio.gather(
                *(
                    loop.run_in_executor(executors[kind], work) if kind in executors else work()
                    for kind, work in jobs
                )
            )
        )
