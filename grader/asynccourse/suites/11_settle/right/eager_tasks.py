"""Eager tasks, where Python has them (3.12+): each job begins as its task is made."""

import asyncio
import sys


def begun(coroutine):
    loop = asyncio.get_running_loop()
    if sys.version_info >= (3, 12):
        return asyncio.Task(coroutine, loop=loop, eager_start=True)
    return loop.create_task(coroutine)


async def settle(jobs):
    tasks = [begun(job()) for job in jobs]
    left = {task for task in tasks if not task.done()}
    try:
        while left:
            _, left = await asyncio.wait(left, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
    errors = [task.exception() for task in tasks]
    return [task.result() if error is None else None for task, error in zip(tasks, errors)], errors
