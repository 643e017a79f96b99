"""One coroutine per job, chosen by match, started as tasks."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def run(kind, work, pool):
    match kind:
        case "async":
            return await work()
        case "blocking":
            return await asyncio.to_thread(work)
        case "cpu":
            return await asyncio.get_running_loop().run_in_executor(pool, work)


async def dispatch(jobs):
    with ProcessPoolExecutor() as pool:
        tasks = [asyncio.create_task(run(kind, work, pool)) for kind, work in jobs]
        try:
            return [await task for task in tasks]
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
