"""Eager tasks, where Python has them (3.12+), one in each turn of the loop; then each in turn."""

import asyncio
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack


def begun(coroutine):
    loop = asyncio.get_running_loop()
    if sys.version_info >= (3, 12):
        return asyncio.Task(coroutine, loop=loop, eager_start=True)
    return loop.create_task(coroutine)


async def stop(tasks):
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def dispatch(jobs):
    loop = asyncio.get_running_loop()

    async def run(kind, work, pool):
        if kind == "async":
            return await work()
        return await loop.run_in_executor(pool if kind == "cpu" else None, work)

    async with AsyncExitStack() as stack:
        pool = ProcessPoolExecutor()
        stack.push_async_callback(asyncio.to_thread, pool.shutdown, cancel_futures=True)
        tasks = []
        stack.push_async_callback(stop, tasks)
        for kind, work in jobs:
            tasks.append(begun(run(kind, work, pool)))
            await asyncio.sleep(0)
        return [await task for task in tasks]
