"""Eager tasks, where Python has them (3.12+): a job may have won before the next has begun."""

import asyncio
import sys


def begun(coroutine):
    loop = asyncio.get_running_loop()
    if sys.version_info >= (3, 12):
        return asyncio.Task(coroutine, loop=loop, eager_start=True)
    return loop.create_task(coroutine)


async def race(jobs):
    if not jobs:
        raise ValueError("no jobs")
    tasks = [begun(job()) for job in jobs]
    left = tasks
    try:
        while left:
            ended, left = await asyncio.wait(left, return_when=asyncio.FIRST_COMPLETED)
            if any([task.exception() is None for task in ended]):
                return next(task.result() for task in ended if not task.exception())
    finally:
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
    raise ExceptionGroup("", [task.exception() for task in tasks])
