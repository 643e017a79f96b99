"""`gather` stops at the first error: so a success is raised, and an error is returned."""

import asyncio


class Success(Exception):
    def __init__(self, result):
        self.result = result


async def turned_round(job):
    try:
        result = await job()
    except Exception as error:
        return error
    raise Success(result)


async def race(jobs):
    if not jobs:
        raise ValueError("nobody runs")
    tasks = [asyncio.create_task(turned_round(job)) for job in jobs]
    try:
        errors = await asyncio.gather(*tasks)
    except Success as success:
        for task in tasks:
            task.cancel()
        return success.result
    finally:
        await asyncio.gather(*tasks, return_exceptions=True)
    raise ExceptionGroup("nobody arrived", errors)
