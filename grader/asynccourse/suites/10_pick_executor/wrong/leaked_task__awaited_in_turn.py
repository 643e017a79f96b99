"""Tasks awaited one after the other: cancelling the caller cancels only one of them."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def dispatch(jobs):
    loop = asyncio.get_running_loop()
    tasks = []
    with ProcessPoolExecutor() as pool:
        for kind, work in jobs:
            if kind == "async":
                tasks.append(asyncio.create_task(work()))
            elif kind == "blocking":
                tasks.append(loop.run_in_executor(None, work))
            else:
                tasks.append(loop.run_in_executor(pool, work))
        results = []
        for task in tasks:
            results.append(await task)
        return results
