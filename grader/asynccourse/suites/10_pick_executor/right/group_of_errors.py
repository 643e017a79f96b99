"""A group of tasks, which raises the error in a group."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


async def dispatch(jobs):
    loop = asyncio.get_running_loop()
    pool = ProcessPoolExecutor()

    async def run(kind, work):
        if kind == "cpu":
            return await loop.run_in_executor(pool, work)
        return await (asyncio.to_thread(work) if kind == "blocking" else work())

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(run(kind, work)) for kind, work in jobs]
    finally:
        await asyncio.to_thread(pool.shutdown, cancel_futures=True)
    return [task.result() for task in tasks]
