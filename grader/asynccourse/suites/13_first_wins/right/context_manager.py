"""A context manager that ends its tasks, and `wait` inside it."""

import asyncio
import contextlib


@contextlib.asynccontextmanager
async def running(jobs):
    tasks = {asyncio.create_task(job()) for job in jobs}
    try:
        yield tasks
    finally:
        losers = [task for task in tasks if not task.done()]
        for loser in losers:
            loser.cancel()
        for loser in losers:
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await loser


async def race(jobs):
    async with running(jobs) as tasks:
        left = set(tasks)
        while left:
            done, left = await asyncio.wait(left, return_when="FIRST_COMPLETED")
            good = [task for task in done if task.exception() is None]
            if good:
                return good[0].result()
        raise ExceptionGroup("no winner", [task.exception() for task in tasks])
